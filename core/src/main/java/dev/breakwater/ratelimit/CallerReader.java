/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.exchange.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out whom a request is charged to: goes down a policy's list of keys to the first that the request has. */
final class CallerReader {
    private final @Nullable CallerVerifier verifier;
    private final String apiKeyHeader;

    CallerReader(@Nullable CallerVerifier verifier, String apiKeyHeader) {
        this.verifier = verifier;
        this.apiKeyHeader = apiKeyHeader;
    }

    /** The caller; those who have none of the keys are one. */
    CallerId read(List<CallerKey> ladder, Exchange exchange) {
        int last = ladder.size() - 1;
        for (int i = 0; i <= last; i++) {
            CallerId id = read(ladder.get(i), last == 0, exchange);
            if (id != null) {
                return id;
            }
        }
        return CallerId.absent(ladder.get(last));
    }

    private @Nullable CallerId read(CallerKey key, boolean alone, Exchange exchange) {
        return switch (key.kind()) {
            case IP -> CallerId.ofAddress(Caller.of(exchange).network());
            case GLOBAL -> CallerId.global();
            case USER -> value(key, exchange.user());
            case API_KEY, HEADER -> claim(key, alone, exchange);
        };
    }

    // Anyone can invent a credential. Where something else would count without it, it must be genuine.
    private @Nullable CallerId claim(CallerKey key, boolean alone, Exchange exchange) {
        String header = key.headerName() == null ? apiKeyHeader : key.headerName();
        String credential = exchange.header(header);
        if (credential == null || credential.isEmpty()) {
            return null;
        }
        boolean counts = alone || (verifier != null && verifier.verify(header, credential, exchange));
        return counts ? value(key, credential) : null;
    }

    private static @Nullable CallerId value(CallerKey key, @Nullable String value) {
        return value == null || value.isEmpty() ? null : CallerId.of(key, value);
    }
}
