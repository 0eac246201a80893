/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a refused client is told. Those of one limit and a short wait are made once each, because under attack they are
 * what is sent most.
 */
final class Refusals {
    /** Any of the numbers from 0 up to the bound, the bound excluded. */
    static final LongUnaryOperator RANDOM = bound -> ThreadLocalRandom.current().nextLong(bound);

    // Type, title and member are those that draft-ietf-httpapi-ratelimit-headers registers.
    private static final String TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded";
    private static final String TITLE = "Request cannot be satisfied as assigned quota has been exceeded";
    private static final String VIOLATED = "violated-policies";
    private static final long NEVER = -1;
    private static final int KEPT = 64;

    private static final Reply UNAVAILABLE = Reply.problem(ProblemDetail.of(
                    "about:blank",
                    "Service Unavailable",
                    503,
                    "Quotas cannot be checked at the moment. Try again later."))
            .with(RateLimitFields.RETRY_AFTER, "5");

    /** For who is on the blocklist. */
    static final Reply BLOCKED = Reply.problem(
            ProblemDetail.of("about:blank", "Forbidden", 403, "Requests from your network are not accepted."));

    private final Map<String, AtomicReferenceArray<@Nullable Reply>> kept = new HashMap<>();
    private final long jitterNanos;
    private final LongUnaryOperator random;

    Refusals(RateLimitPolicies policies, Duration jitter, LongUnaryOperator random) {
        for (RateLimitPolicy policy : policies.all()) {
            for (String item : policy.items()) {
                kept.put(item, new AtomicReferenceArray<>(KEPT));
            }
        }
        jitterNanos = jitter.toNanos();
        this.random = random;
    }

    Reply refusal(RateLimitDecision decision) {
        if (decision.outcome() == RateLimitDecision.Outcome.UNAVAILABLE) {
            return UNAVAILABLE;
        }
        List<String> violated = decision.violated();
        long seconds = retryAfter(decision.nanosToWait());
        AtomicReferenceArray<@Nullable Reply> replies = violated.size() == 1 ? kept.get(violated.get(0)) : null;
        return replies == null || seconds >= KEPT ? refusal(violated, seconds) : kept(replies, violated, seconds);
    }

    // Two threads may make the same reply at once; either is good.
    private static Reply kept(AtomicReferenceArray<@Nullable Reply> replies, List<String> violated, long seconds) {
        // No wait is 0 seconds, so that place is free for the refusals that no waiting helps.
        int place = seconds == NEVER ? 0 : (int) seconds;
        Reply reply = replies.get(place);
        if (reply == null) {
            reply = refusal(violated, seconds);
            replies.set(place, reply);
        }
        return reply;
    }

    private static Reply refusal(List<String> violated, long seconds) {
        String detail = seconds == NEVER
                ? "Such requests are never admitted; waiting does not help."
                : "Retry in " + seconds + " s.";
        Reply reply = Reply.problem(ProblemDetail.of(TYPE, TITLE, 429, detail).with(VIOLATED, violated));
        return seconds == NEVER ? reply : reply.with(RateLimitFields.RETRY_AFTER, Long.toString(seconds));
    }

    // Rounded up, so that it never ends before the wait does; and so never 0, which would invite to try at once.
    private long retryAfter(long wait) {
        if (wait == Level.NEVER) {
            return NEVER;
        }
        long more = jitterNanos == 0 ? 0 : random.applyAsLong(jitterNanos + 1);
        return PolicyField.ceilSeconds(Math.min(wait, Level.NEVER - more) + more);
    }
}
