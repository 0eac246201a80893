/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one model costs from one instant to another, and who says so. Immutable.
 *
 * <p>Where a long-context tier is given, a call whose whole input is strictly greater than the threshold is charged by
 * the tier's rates in full, input and output alike.
 */
public final class Price {
    private final String provider;
    private final String model;
    private final Instant from;
    private final @Nullable Instant to;
    private final String source;
    private final LocalDate checked;
    private final boolean uncertain;
    private final Set<Modality> excluded;
    private final Rates rates;
    private final long longContextAbove;
    private final Rates longContext;

    Price(PriceEntry entry, Rates rates, long longContextAbove, Rates longContext) {
        provider = entry.provider;
        model = entry.model;
        from = entry.from;
        to = entry.to;
        source = entry.source;
        checked = entry.checked;
        uncertain = entry.uncertain;
        excluded = Set.copyOf(entry.excluded);
        this.rates = rates;
        this.longContextAbove = longContextAbove;
        this.longContext = longContext;
    }

    /** The provider, by its OpenTelemetry name: {@code gcp.gemini}. */
    public String provider() {
        return provider;
    }

    /** The model's own name. */
    public String model() {
        return model;
    }

    /** The first instant at which this price holds. */
    public Instant from() {
        return from;
    }

    /** The first instant at which it no longer holds; null if no end is known. */
    public @Nullable Instant to() {
        return to;
    }

    /** Where the price was read. */
    public String source() {
        return source;
    }

    /** The day on which it was read. */
    public LocalDate checked() {
        return checked;
    }

    /** Whether a part of this price could not be confirmed. */
    public boolean isUncertain() {
        return uncertain;
    }

    boolean holdsAt(Instant instant) {
        return !instant.isBefore(from) && (to == null || instant.isBefore(to));
    }

    /** Whether this price covers all that was used; if not, what it leaves out. */
    public Pricing covers(TokenUsage usage) {
        switch (usage.quality()) {
            case ABSENT -> {
                return Pricing.NO_USAGE;
            }
            case MALFORMED -> {
                return Pricing.MALFORMED_USAGE;
            }
            case UNREADABLE -> {
                return Pricing.UNREADABLE_ANSWER;
            }
            case EXACT, RECONCILED, PARTIAL -> {
                // There is something to charge for.
            }
        }
        if (usage.serviceTier() != null || usage.speed() != null || usage.region() != null) {
            return Pricing.OTHER_TIER;
        }
        if (usesExcluded(usage.modalities())) {
            return Pricing.OTHER_MODALITY;
        }
        Pricing covered = ratesFor(usage).covers(usage);
        return covered == Pricing.PRICED && usage.toolCalls() > 0 ? Pricing.NO_TOOL_PRICE : covered;
    }

    private boolean usesExcluded(Set<Modality> used) {
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

    /**
     * The cost in nano-dollars, exact and then rounded once, half to even.
     *
     * @throws IllegalArgumentException if this price does not {@link #covers cover} the usage
     * @throws CostOverflowException if the cost in pico-dollars does not fit into a long (9.2 million dollars)
     */
    public long nanoUsd(TokenUsage usage) {
        Pricing covered = covers(usage);
        if (covered != Pricing.PRICED) {
            throw new IllegalArgumentException("usage: " + covered + " (expected: " + Pricing.PRICED + ")");
        }
        return Exact.toNano(ratesFor(usage).picoUsd(usage));
    }

    private Rates ratesFor(TokenUsage usage) {
        return usage.totalInput() > longContextAbove ? longContext : rates;
    }

    /** Model and validity. */
    @Override
    public String toString() {
        return provider + "/" + model + " from " + from + (to == null ? "" : " to " + to);
    }
}
