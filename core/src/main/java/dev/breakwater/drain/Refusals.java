/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a request is told that comes too late. The seconds of {@code Retry-After} go round, so that a crowd that was refused
 * together does not come back together; they are few, because other instances serve already.
 */
final class Refusals {
    // Type and title are those that draft-ietf-httpapi-ratelimit-headers registers.
    private static final Reply REFUSAL = Reply.problem(ProblemDetail.of(
            "https://iana.org/assignments/http-problem-types#temporary-reduced-capacity",
            "Request cannot be satisfied due to temporary server capacity constraints",
            503,
            "This instance is shutting down. Try again."));
    private static final int SPREAD_SECONDS = 5;

    private final Verdict.Respond[] closing = new Verdict.Respond[SPREAD_SECONDS];
    private final Verdict.Respond[] plain = new Verdict.Respond[SPREAD_SECONDS];
    private final AtomicInteger next = new AtomicInteger();

    Refusals() {
        for (int i = 0; i < SPREAD_SECONDS; i++) {
            Reply reply = REFUSAL.with("Retry-After", Integer.toString(1 + i));
            closing[i] = new Verdict.Respond(reply, DrainGuard.CLOSE, new DrainRefused());
            plain[i] = new Verdict.Respond(reply, HeaderRules.none(), new DrainRefused());
        }
    }

    Verdict.Respond next(boolean isClosing) {
        int turn = Math.floorMod(next.getAndIncrement(), SPREAD_SECONDS);
        return isClosing ? closing[turn] : plain[turn];
    }
}
