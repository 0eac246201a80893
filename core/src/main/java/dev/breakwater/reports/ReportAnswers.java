/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;

/** What browsers are told. They look at the status alone: what is refused is sent again later, or given up. */
final class ReportAnswers {
    private static final String ALLOW = "OPTIONS, POST";

    // Reports about a document go out in its name, so from any origin that sends its reports here, and the answer has
    // nothing in it that anybody could read. Credentials come along to our own origin only, and are not looked at.
    private static final HeaderRules CORS = HeaderRules.of(
            HeaderRule.pin("Access-Control-Allow-Origin", "*"), HeaderRule.remove("Access-Control-Allow-Credentials"));

    /** Reports are taken; there is nothing to say. */
    static final Verdict TAKEN = answer(Reply.of(204));

    /** To a preflight, and to any other OPTIONS. A day is the longest that any browser keeps it. */
    static final Verdict OPTIONS = answer(Reply.of(204)
            .with("Allow", ALLOW)
            .with("Access-Control-Allow-Methods", "POST")
            .with("Access-Control-Allow-Headers", "content-type")
            .with("Access-Control-Max-Age", "86400"));

    static final Verdict WRONG_METHOD =
            answer(problem(405, "Reports are sent with POST.").with("Allow", ALLOW));

    // RFC 9110 section 12.5.1: Accept in a response says what a request may hold.
    static final Verdict WRONG_TYPE =
            answer(problem(415, "Send application/csp-report or application/reports+json, not compressed.")
                    .with("Accept", "application/csp-report, application/reports+json"));

    static final Verdict TOO_LONG =
            answer(problem(413, "The body may have 64 KB (" + ReportsGuard.MOST_BYTES + " bytes)."));

    static final Verdict MALFORMED = answer(problem(400, "The body is not what its Content-Type says."));

    private ReportAnswers() {}

    static Verdict tooMany(long seconds) {
        return answer(problem(429, "Too many reports have come this minute. Retry in " + seconds + " s.")
                .with("Retry-After", Long.toString(seconds)));
    }

    private static Reply problem(int status, String detail) {
        return Reply.problem(ProblemDetail.of(status, detail));
    }

    private static Verdict answer(Reply reply) {
        return Verdict.respond(reply).with(CORS);
    }
}
