/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deal does, and why.
 *
 * @param dealId which deal
 * @param score from 0 to 1; absent if nothing is known
 * @param confidence how much of the evidence's weight age has left, from 0 to 1
 * @param status the score in a word
 * @param asOf when that was
 * @param evidence what it rests on, the newest first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DealHealth(
        String dealId,
        @Nullable Double score,
        double confidence,
        Status status,
        Instant asOf,
        List<Evidence> evidence) {
    private static final int SHOWN = 20;

    static DealHealth of(String dealId, List<Evidence> evidence, Calculation calculation, Instant now) {
        Score score = calculation.score(evidence, now);
        List<Evidence> newest = evidence.stream()
                .sorted(Comparator.comparing(Evidence::observedAt).reversed().thenComparing(Evidence::id))
                .limit(SHOWN)
                .toList();
        return new DealHealth(dealId, score.value(), score.confidence(), score.status(), now, newest);
    }
}
