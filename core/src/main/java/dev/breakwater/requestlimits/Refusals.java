/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;

/** How requests are refused: each says the limit and what to do, and nothing of what the client sent. */
final class Refusals {
    private Refusals() {}

    static Verdict uriTooLong(long maxBytes) {
        return refusal(
                RequestRefused.Reason.URI_TOO_LONG,
                problem(414, "URI Too Long", "Path and query may have " + size(maxBytes) + " together."));
    }

    static Verdict tooManyHeaders(int max) {
        return refusal(
                RequestRefused.Reason.TOO_MANY_HEADERS,
                problem(431, "Request Header Fields Too Large", "A request may have " + max + " header lines."));
    }

    static Verdict headersTooLarge(long maxBytes) {
        return refusal(
                RequestRefused.Reason.HEADERS_TOO_LARGE,
                problem(
                        431,
                        "Request Header Fields Too Large",
                        "The names and values of all headers may have " + size(maxBytes) + " together."));
    }

    static Verdict invalidLength() {
        return refusal(
                RequestRefused.Reason.BODY_LENGTH_INVALID,
                problem(
                        400,
                        "Bad Request",
                        "Content-Length must be one whole number that is not negative, and must not stand beside"
                                + " Transfer-Encoding."));
    }

    static Verdict bodyTooLarge(Reply tooLong) {
        return refusal(RequestRefused.Reason.BODY_TOO_LARGE, tooLong);
    }

    static Reply bodyTooLarge(long maxBytes) {
        return problem(413, "Content Too Large", "The body may have " + size(maxBytes) + ". Send a smaller one.");
    }

    static Reply lengthRequired(long maxBytes) {
        return problem(
                411,
                "Length Required",
                "A form with files must say its length, and may have " + size(maxBytes)
                        + ". Send it with Content-Length.");
    }

    // RFC 9110 section 15.6.4: 503, and when to try again; what was slow now may be slow in a second as well.
    static Reply tooLate() {
        return problem(
                        503,
                        "Service Unavailable",
                        "The request was not answered in the time it may take. Try again later.")
                .with("Retry-After", "5");
    }

    static Verdict refusedAsTooLate() {
        return refusal(RequestRefused.Reason.DEADLINE_PASSED, tooLate());
    }

    private static Reply problem(int status, String title, String detail) {
        return Reply.problem(ProblemDetail.of("about:blank", title, status, detail));
    }

    private static Verdict refusal(RequestRefused.Reason why, Reply reply) {
        return Verdict.respond(reply).because(new RequestRefused(why));
    }

    /** As configured, where that can be: {@code 8 KB (8192 bytes)}. */
    private static String size(long bytes) {
        long unit = 1024;
        if (bytes < unit || bytes % unit != 0) {
            return bytes + " bytes";
        }
        String text = bytes % (unit * unit) == 0 ? bytes / (unit * unit) + " MB" : bytes / unit + " KB";
        return text + " (" + bytes + " bytes)";
    }
}
