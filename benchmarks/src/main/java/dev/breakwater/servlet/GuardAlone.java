/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.Guard;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.TimeSource;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One guard asked about one request, and its answer written to a response as the filter writes it; without the chain and
 * the filter around them, whose cost all protections share. For benchmarks.
 */
public final class GuardAlone {
    private final Guard guard;
    private final ServletExchange exchange;

    /** Before this request, whose caller is resolved here. */
    public GuardAlone(Guard guard, HttpServletRequest request) {
        this.guard = guard;
        exchange = new ServletExchange(request, TimeSource.system(), true);
        Caller unused = Caller.resolve(exchange, CallerResolver.direct());
    }

    /** The response that the application is to see, or null if the guard has answered in its place. */
    public @Nullable HttpServletResponse pass(HttpServletResponse response) throws IOException {
        EditedResponse edited = new EditedResponse(response, new ResponseTally(exchange, TimeSource.system()));
        Verdict verdict = guard.inspect(exchange);
        if (verdict instanceof Verdict.Proceed proceed) {
            edited.hold(proceed.rules());
        } else if (verdict instanceof Verdict.Respond respond) {
            edited.hold(respond.rules());
            ReplyWriter.write(respond.reply(), edited, false);
            return null;
        }
        return edited;
    }
}
