/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a refused client is told: everything is prepared, because it is sent most when there is least time. The seconds of
 * {@code Retry-After} go round from the configured number up, so that a crowd that was refused together does not come
 * back together.
 */
final class Refusals {
    // Type and title are those that draft-ietf-httpapi-ratelimit-headers registers.
    private static final Reply REFUSAL = Reply.problem(ProblemDetail.of(
            "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
            "Request cannot be satisfied due to temporary server capacity constraints",
            503,
            "The service is busy. Try again later."));

    // However short the wait, the crowd is spread over this many seconds; however long, over not many more.
    private static final int LEAST_SPREAD = 5;
    private static final int MOST_SPREAD = 60;

    private final Verdict.Respond[] prepared;
    private final AtomicInteger next = new AtomicInteger();

    Refusals(Duration retryAfter) {
        long seconds = ceilSeconds(retryAfter);
        prepared = new Verdict.Respond[(int) Math.min(MOST_SPREAD, Math.max(LEAST_SPREAD, seconds))];
        for (int i = 0; i < prepared.length; i++) {
            prepared[i] = Verdict.respond(REFUSAL.with("Retry-After", Long.toString(seconds + i)));
        }
    }

    Verdict.Respond because(OverloadDecision decision) {
        int turn = Math.floorMod(next.getAndIncrement(), prepared.length);
        return prepared[turn].because(decision);
    }

    private static long ceilSeconds(Duration wait) {
        return wait.toSeconds() + (wait.toNanosPart() > 0 ? 1 : 0);
    }
}
