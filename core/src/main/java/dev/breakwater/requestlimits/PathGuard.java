/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;

/**
 * Refuses paths with dot segments, plain or encoded, with 400. Containers resolve them before policies match, while some
 * frameworks route on the path as it was sent: then a limit on {@code /files/**} would look at {@code /x} and the handler
 * of {@code /files/**} would run. No browser and no client library sends such a path (RFC 3986 section 5.2.4 resolves it
 * before). Immutable.
 */
public final class PathGuard implements Guard {
    private static final Verdict REFUSED = Verdict.respond(Reply.problem(ProblemDetail.of(
                    "about:blank", "Bad Request", 400, "The path has dot segments. Send it without them.")))
            .because(new PathRefused());

    /** A guard. */
    public PathGuard() {}

    @Override
    public String name() {
        return "request-path";
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return DotSegments.isIn(exchange.rawPath()) ? REFUSED : Verdict.proceed();
    }
}
