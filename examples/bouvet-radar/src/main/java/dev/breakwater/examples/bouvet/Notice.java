/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A procurement notice, as the service hands it on.
 *
 * @param id Doffin's number, such as 2026-100282
 * @param buyers who buys
 * @param published the day, or null if Doffin does not say
 * @param deadline the day by which tenders must be there, or null if Doffin does not say
 * @param value the estimate, or null if there is none
 * @param url the notice on Doffin's pages, or null if its number is none
 */
record Notice(
        String id,
        String heading,
        String description,
        List<String> buyers,
        @Nullable String published,
        @Nullable String deadline,
        String status,
        String type,
        List<String> cpvCodes,
        List<String> locations,
        @Nullable Value value,
        @Nullable String url) {
    Notice {
        buyers = List.copyOf(buyers);
        cpvCodes = List.copyOf(cpvCodes);
        locations = List.copyOf(locations);
    }

    /** An amount of money in whole units of a currency. */
    record Value(long amount, String currency) {}
}
