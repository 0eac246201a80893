/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;

/**
 * Lays the rules of a {@link HeadersPolicy} over every response, refusals included. Has nothing to decide per request but
 * whether the client used TLS, as far as trusted proxies say. Safe for use by many threads.
 */
public final class SecurityHeadersGuard implements Guard {
    private final Verdict secure;
    private final Verdict plain;

    /** With this policy. */
    public SecurityHeadersGuard(HeadersPolicy policy) {
        secure = Verdict.proceed(policy.rules(true));
        plain = Verdict.proceed(policy.rules(false));
    }

    @Override
    public String name() {
        return "security-headers";
    }

    @Override
    public Stage stage() {
        return Stage.DECORATE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return Caller.of(exchange).isSecure() ? secure : plain;
    }
}
