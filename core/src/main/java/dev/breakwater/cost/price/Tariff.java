/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.Modality;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one entry of a price file says, whatever the instant and the region. Immutable. */
final class Tariff {
    /** How long a call lasts at most, as far as the hours at which it is billed go. */
    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    final String provider;
    final String model;
    final List<String> aliases;
    final String source;
    final LocalDate checked;
    final boolean uncertain;
    final boolean withdrawn;
    final long maxOutput;
    final Modality[] excluded;
    final ContextRates rates;
    final Multipliers serviceTiers;
    final Multipliers speeds;
    final Multipliers regions;
    private final List<Peak> peaks;

    Tariff(PriceEntry entry) {
        provider = entry.provider;
        model = entry.model;
        aliases = List.copyOf(entry.aliases);
        source = entry.source;
        checked = entry.checked;
        uncertain = entry.uncertain;
        withdrawn = entry.withdrawn;
        maxOutput = entry.maxOutput;
        excluded = entry.excluded.toArray(Modality[]::new);
        rates = entry.rates;
        serviceTiers = entry.serviceTiers;
        speeds = entry.speeds;
        regions = entry.regions;
        peaks = List.copyOf(entry.peaks);
    }

    boolean hasPeaks() {
        return !peaks.isEmpty();
    }

    boolean excludes(Set<Modality> used) {
        if (used.isEmpty()) {
            return false;
        }
        for (Modality modality : excluded) {
            if (used.contains(modality)) {
                return true;
            }
        }
        return false;
    }

    /** The multiplier of an instant: of the first peak that holds. */
    Multiplier peakAt(Instant instant) {
        for (Peak peak : peaks) {
            if (peak.holdsAt(instant)) {
                return peak.multiplier();
            }
        }
        return Multiplier.ONE;
    }

    /** The dearest that can come to hold during a call that begins at this instant. */
    Multiplier dearestPeakFrom(Instant instant) {
        Multiplier dearest = peakAt(instant).max(Multiplier.ONE);
        for (Peak peak : peaks) {
            if (peak.beginsWithin(instant, LONGEST_CALL)) {
                dearest = dearest.max(peak.multiplier());
            }
        }
        return dearest;
    }

    /** All of what an answer names; null if a part of it has no known price. */
    @Nullable
    Multiplier multiplier(@Nullable String serviceTier, @Nullable String speed, @Nullable String region) {
        return product(serviceTiers.of(serviceTier), speeds.of(speed), regions.of(region));
    }

    /** The dearest of what a request permits; null if a part of it has no known price. */
    @Nullable
    Multiplier dearest(@Nullable String serviceTier, @Nullable String speed, @Nullable String region) {
        return product(serviceTiers.dearest(serviceTier), speeds.dearest(speed), regions.dearest(region));
    }

    private static @Nullable Multiplier product(
            @Nullable Multiplier serviceTier, @Nullable Multiplier speed, @Nullable Multiplier region) {
        return serviceTier == null || speed == null || region == null
                ? null
                : serviceTier.times(speed).times(region);
    }
}
