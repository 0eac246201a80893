/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of the second port: what no guard answers does not exist, and where a guard failed the client hears so. A
 * refused operator and a misspelt path get the same answer. Safe for use by many threads.
 */
final class OpsHandler implements HttpHandler {
    private static final Reply NOT_FOUND =
            Reply.problem(ProblemDetail.of(404, "This port answers probes and operators, at their paths."));
    private static final Reply FAILED =
            Reply.problem(ProblemDetail.of(500, "This could not be answered. The log says why."));

    private final Supplier<Breakwater> chain;
    private final Workers workers;
    private final TimeSource time;

    OpsHandler(Supplier<Breakwater> chain, Workers workers, TimeSource time) {
        this.chain = chain;
        this.workers = workers;
        this.time = time;
    }

    @Override
    public void handle(HttpExchange request) throws IOException {
        workers.requestIsRead();
        try (request) {
            OpsExchange exchange = new OpsExchange(request, time);
            Admission admission = chain.get().admit(exchange).await();
            Reply reply = answer(admission.reply(), exchange);
            try {
                OpsReply.write(reply, admission.headerRules(), request);
            } finally {
                admission.complete(outcome(reply, exchange));
                workers.requestIsAnswered();
            }
        }
    }

    private static Reply answer(@Nullable Reply given, OpsExchange exchange) {
        if (given != null) {
            return given;
        }
        return exchange.hasFailed() ? FAILED : NOT_FOUND;
    }

    private Outcome outcome(Reply reply, OpsExchange exchange) {
        return new Outcome(
                reply.status(),
                reply.status() < 500 ? Outcome.Kind.OK : Outcome.Kind.ERROR,
                time.nanoTime() - exchange.startNanos(),
                null,
                null);
    }
}
