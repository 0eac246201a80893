/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Verdict;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a client is told whose request was refused for want of money, or because nobody knows whether there is any. */
final class BudgetRefusals {
    // Type, title and member are those that draft-ietf-httpapi-ratelimit-headers registers.
    private static final String TYPE = "https://iana.org/assignments/http-problem-types#quota-exceeded";
    private static final String TITLE = "Request cannot be satisfied as assigned quota has been exceeded";
    private static final String VIOLATED = "violated-policies";
    private static final String RETRY_AFTER = "Retry-After";

    // As long as a lost store is given to come back by limits of the rate.
    private static final String STORE_RETRY_SECONDS = "5";

    private BudgetRefusals() {}

    static Verdict.Respond spent(BudgetLevel level, Instant now) {
        String name = level.budget().name();
        long seconds = ceilSeconds(Duration.between(now, level.windowEnd()));
        ProblemDetail problem = ProblemDetail.of(
                        TYPE,
                        TITLE,
                        429,
                        "The budget " + name + " for calls to language models is spent. Retry in " + seconds + " s.")
                .with(VIOLATED, List.of(name));
        return Verdict.respond(Reply.problem(problem).with(RETRY_AFTER, Long.toString(seconds)));
    }

    /** A store that does not answer is no fault of the client's, and no quota that it has used up (RFC 9110, 15.6.4). */
    static Verdict.Respond unknown(String name) {
        ProblemDetail problem = ProblemDetail.of(
                "about:blank",
                "Service Unavailable",
                503,
                "What is left of the budget " + name
                        + " for calls to language models cannot be known at the moment. Retry" + " in "
                        + STORE_RETRY_SECONDS + " s.");
        return Verdict.respond(Reply.problem(problem).with(RETRY_AFTER, STORE_RETRY_SECONDS));
    }

    // Rounded up, so that it never ends before the window does; and so never 0, which would invite to try at once.
    private static long ceilSeconds(Duration wait) {
        return wait.isNegative() || wait.isZero()
                ? 1
                : wait.plusNanos(999_999_999).toSeconds();
    }
}
