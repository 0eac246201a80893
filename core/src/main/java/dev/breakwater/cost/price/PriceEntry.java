/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.Modality;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An entry of a price file while it is read. What is missing has been reported and keeps its empty value. */
final class PriceEntry {
    final int index;
    String provider = "";
    String model = "";
    List<String> aliases = new ArrayList<>();
    Instant from = Instant.MIN;

    @Nullable
    Instant to;

    String source = "";
    LocalDate checked = LocalDate.MIN;
    boolean uncertain;
    boolean withdrawn;
    long maxOutput = LlmRequest.UNLIMITED;
    Set<Modality> excluded = EnumSet.noneOf(Modality.class);
    ContextRates rates = new ContextRates(Rates.builder().build(), List.of(), List.of());
    Multipliers serviceTiers = Multipliers.NONE;
    Multipliers speeds = Multipliers.NONE;
    Multipliers regions = Multipliers.NONE;
    List<Peak> peaks = new ArrayList<>();

    PriceEntry(int index) {
        this.index = index;
    }

    String path() {
        return "entries[" + index + "]";
    }

    /** Whether both hold at some instant. What was withdrawn never holds. */
    boolean overlaps(PriceEntry other) {
        return !withdrawn
                && !other.withdrawn
                && (to == null || other.from.isBefore(to))
                && (other.to == null || from.isBefore(other.to));
    }
}
