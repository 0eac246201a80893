/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a refused client is told. Those of one limit are prepared, because under attack they are what is sent most. */
final class Refusals {
    // Type, title and member are those that draft-ietf-httpapi-ratelimit-headers registers.
    private static final String TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded";
    private static final String TITLE = "Request cannot be satisfied as assigned quota has been exceeded";
    private static final String VIOLATED = "violated-policies";

    private static final Reply UNAVAILABLE = Reply.problem(ProblemDetail.of(
                    "about:blank",
                    "Service Unavailable",
                    503,
                    "Quotas cannot be checked at the moment. Try again later."))
            .with(RateLimitFields.RETRY_AFTER, "5");

    /** For who is on the blocklist. */
    static final Reply BLOCKED = Reply.problem(
            ProblemDetail.of("about:blank", "Forbidden", 403, "Requests from your network are not accepted."));

    private final Map<String, Reply> prepared = new HashMap<>();

    Refusals(RateLimitPolicies policies) {
        for (RateLimitPolicy policy : policies.all()) {
            for (String item : policy.items()) {
                prepared.put(item, quotaExceeded(List.of(item)));
            }
        }
    }

    Reply refusal(RateLimitDecision decision) {
        if (decision.outcome() == RateLimitDecision.Outcome.UNAVAILABLE) {
            return UNAVAILABLE;
        }
        Reply reply = quotaExceededBy(decision.violated());
        long wait = decision.nanosToWait();
        return wait == Level.NEVER ? reply : reply.with(RateLimitFields.RETRY_AFTER, retryAfter(wait));
    }

    private Reply quotaExceededBy(List<String> violated) {
        Reply reply = violated.size() == 1 ? prepared.get(violated.get(0)) : null;
        return reply == null ? quotaExceeded(violated) : reply;
    }

    private static Reply quotaExceeded(List<String> violated) {
        return Reply.problem(ProblemDetail.of(TYPE, TITLE, 429, "Too many requests. Slow down.")
                .with(VIOLATED, violated));
    }

    // Rounded up, so that it never ends before the wait does; and so never 0, which would invite to try at once.
    private static String retryAfter(long wait) {
        return Long.toString(PolicyField.ceilSeconds(wait));
    }
}
