/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is known about deals. */
@RestController
@RequestMapping("/api/v1/deals")
class DealController {
    private static final int MOST = 50;

    private final Scores scores;

    DealController(Scores scores) {
        this.scores = scores;
    }

    /** How a deal does, and why. */
    @GetMapping("/{id}/health")
    DealHealth health(@PathVariable String id) throws StoreAwayException {
        DealHealth health = scores.find(id);
        if (health == null) {
            throw RefusedRequest.unknown("Nothing is known about this deal.");
        }
        return health;
    }

    /** The best deals, by their score. */
    @GetMapping
    List<Ranked> best(@RequestParam(defaultValue = "score") String sort, @RequestParam(defaultValue = "10") int limit)
            throws StoreAwayException {
        if (!sort.equals("score")) {
            throw RefusedRequest.invalid("'sort' is not score.");
        }
        if (limit < 1 || limit > MOST) {
            throw RefusedRequest.invalid("'limit' is not 1 to " + MOST + ".");
        }
        return scores.best(limit).stream().map(Ranked::of).toList();
    }

    /**
     * A deal among others.
     *
     * @param dealId which deal
     * @param score from 0 to 1; absent if nobody can tell
     * @param confidence from 0 to 1
     * @param status the score in a word
     * @param asOf when that was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Ranked(String dealId, @Nullable Double score, double confidence, Status status, Instant asOf) {
        private static Ranked of(DealHealth health) {
            return new Ranked(health.dealId(), health.score(), health.confidence(), health.status(), health.asOf());
        }
    }
}
