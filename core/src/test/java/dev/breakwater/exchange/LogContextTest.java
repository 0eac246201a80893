/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class LogContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final TestExchange exchange = TestExchange.get("/");

    @AfterEach
    void nothingStays() {
        assertThat(CurrentExchange.get()).isNull();
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    @Test
    void linesOfTheRequestsThreadSayWhichRequestTheyBelongTo() {
        @Nullable Exchange previous = CurrentExchange.open(exchange);
        assertThat(MDC.get("http.request.id")).isNull();
        correlation("one", TRACE).openFor(exchange);
        assertThat(MDC.get("http.request.id")).isEqualTo("one");
        assertThat(MDC.get("trace.id")).isEqualTo(TRACE);
        CurrentExchange.close(previous);
    }

    @Test
    void aCorrelationOfAnotherRequestIsNotShown() {
        correlation("one", TRACE).openFor(exchange);
        assertThat(MDC.get("http.request.id")).isNull();
    }

    @Test
    void wrappedWorkShowsItOnOtherThreadsAndLeavesNothingBehind() {
        correlation("one", null).openFor(exchange);
        @Nullable Exchange previous = CurrentExchange.open(exchange);
        var seen = CurrentExchange.wrapSupplier(() -> MDC.get("http.request.id"));
        CurrentExchange.close(previous);
        assertThat(CompletableFuture.supplyAsync(seen).join()).isEqualTo("one");
        assertThat(CompletableFuture.supplyAsync(() -> MDC.get("http.request.id"))
                        .join())
                .isNull();
    }

    @Test
    void theOuterRequestIsShownAgain() {
        TestExchange inner = TestExchange.get("/inner");
        correlation("outer", null).openFor(exchange);
        correlation("inner", TRACE).openFor(inner);
        @Nullable Exchange none = CurrentExchange.open(exchange);
        @Nullable Exchange outer = CurrentExchange.open(inner);
        assertThat(MDC.get("http.request.id")).isEqualTo("inner");
        CurrentExchange.close(outer);
        assertThat(MDC.get("http.request.id")).isEqualTo("outer");
        assertThat(MDC.get("trace.id")).isNull();
        CurrentExchange.close(none);
    }

    private static Correlation correlation(String id, @Nullable String trace) {
        return new Correlation(id, trace == null ? null : "00-" + trace + "-00f067aa0ba902b7-01", null);
    }
}
