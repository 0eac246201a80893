/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestIdGuardTest extends GuardContract {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final Breakwater chain = Breakwater.of(List.of(new RequestIdGuard()));

    @Override
    protected Guard guard() {
        return new RequestIdGuard();
    }

    @Test
    void eachRequestHasAnIdOfItsOwnAndIsToldIt() {
        Exchange one = TestExchange.get("/");
        Exchange other = TestExchange.get("/");
        Admission admission = chain.admit(one);
        chain.admit(other);

        String id = Correlation.of(one).requestId();
        assertThat(admission.headerRules().find("X-Request-Id").value()).isEqualTo(id);
        assertThat(Correlation.of(other).requestId()).hasSize(36).isNotEqualTo(id);
    }

    @Test
    void aTraceGoesOn() {
        Exchange exchange = TestExchange.request("GET", "/")
                .header("traceparent", PARENT)
                .header("tracestate", "a=1")
                .build();
        Admission admission = chain.admit(exchange);

        assertThat(admission.headerRules().find("traceparent").value()).isEqualTo(PARENT);
        assertThat(Correlation.of(exchange).traceState()).isEqualTo("a=1");
    }

    @Test
    void thereIsNoEventToAddTo() {
        Exchange exchange = TestExchange.get("/");
        chain.admit(exchange);

        assertThat(RequestEvent.of(exchange)).isNull();
    }
}
