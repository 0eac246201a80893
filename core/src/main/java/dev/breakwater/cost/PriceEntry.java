/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

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
    Set<Modality> excluded = EnumSet.noneOf(Modality.class);
    Rates rates = Rates.builder().build();
    long longContextAbove = Long.MAX_VALUE;
    Rates longContext = rates;

    PriceEntry(int index) {
        this.index = index;
    }

    String path() {
        return "entries[" + index + "]";
    }

    /** Whether both hold at some instant. */
    boolean overlaps(PriceEntry other) {
        return (to == null || other.from.isBefore(to)) && (other.to == null || from.isBefore(other.to));
    }

    Price toPrice() {
        return new Price(this, rates, longContextAbove, longContext);
    }
}
