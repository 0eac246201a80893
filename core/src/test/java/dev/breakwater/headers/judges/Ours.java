/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers.judges;

import dev.breakwater.Verdict;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.SecurityHeadersGuard;

/** What our guard lays over the response to a request over TLS. */
final class Ours {
    private Ours() {}

    static Answer answer(HeadersPreset preset) {
        return answer(HeadersPolicy.of(preset), "/");
    }

    static Answer answer(HeadersPolicy policy, String path) {
        Exchange exchange = TestExchange.request("GET", path).scheme("https").build();
        Verdict.Proceed verdict = (Verdict.Proceed) new SecurityHeadersGuard(policy).inspect(exchange);
        return Answer.of(verdict.rules());
    }
}
