/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Lets operators scrape {@value #PATH}. A guard rather than a servlet: its stage comes before all limits, so that no crowd
 * keeps Prometheus out, and for everybody else the request goes on to where there is nothing, and gets the same 404 as any.
 */
final class MetricsGuard implements Guard {
    static final String PATH = "/metrics";

    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private volatile @Nullable BreakwaterRuntime runtime;

    MetricsGuard(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /** Who knows the operators: the runtime, which is made after its guards. */
    void use(BreakwaterRuntime made) {
        runtime = made;
    }

    @Override
    public String name() {
        return "carbon-metrics";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return isAskedFor(exchange) && isOperator(exchange)
                ? Verdict.respond(Reply.of(200, TEXT_FORMAT, registry.scrape()).with("Cache-Control", "no-store"))
                : Verdict.proceed();
    }

    private static boolean isAskedFor(Exchange exchange) {
        return exchange.path().equals(PATH) && exchange.method().equals("GET");
    }

    private boolean isOperator(Exchange exchange) {
        BreakwaterRuntime known = runtime;
        return known != null && known.isOperator(exchange);
    }
}
