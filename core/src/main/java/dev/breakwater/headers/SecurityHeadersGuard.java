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
 * Lays the rules of a {@link HeadersPolicy} over every response, refusals included. Decides per request which path it is
 * about and whether the client used TLS, as far as trusted proxies say, and makes its nonce where there is one. Safe for
 * use by many threads.
 */
public final class SecurityHeadersGuard implements Guard {
    private final HeadersPolicy policy;
    private final NonceSource nonces = new NonceSource();

    /** With this policy. */
    public SecurityHeadersGuard(HeadersPolicy policy) {
        this.policy = policy;
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
        HeaderSet headers = policy.find(exchange.path()).on(Caller.of(exchange).isSecure());
        exchange.put(HeaderSet.SLOT, headers);
        if (!headers.hasNonce()) {
            return headers.verdict();
        }
        String nonce = nonces.next();
        CspNonce.give(exchange, nonce);
        return headers.verdict(nonce);
    }
}
