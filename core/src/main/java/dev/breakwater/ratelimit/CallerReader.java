/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom a request is charged to: goes down a policy's list of keys to the first that the request has. A key that
 * cannot be read or verified is one that the request does not have.
 */
final class CallerReader {
    private final @Nullable CallerVerifier verifier;
    private final String apiKeyHeader;
    private final TimeSource time;
    private final KeyFaults faults;
    private final Map<RateLimitPolicy, UnverifiedKeys> unverified = new HashMap<>();

    CallerReader(
            List<RateLimitPolicy> policies, @Nullable CallerVerifier verifier, String apiKeyHeader, TimeSource time) {
        this.verifier = verifier;
        this.apiKeyHeader = apiKeyHeader;
        this.time = time;
        faults = new KeyFaults(time);
        for (RateLimitPolicy policy : policies) {
            if (isClaimAlone(policy) && !policy.isBlocking()) {
                unverified.put(policy, new UnverifiedKeys(policy));
            }
        }
    }

    private static boolean isClaimAlone(RateLimitPolicy policy) {
        return policy.key().size() == 1 && policy.key().get(0).isClaim();
    }

    /** The caller; those who have none of the keys are one. */
    CallerId read(RateLimitPolicy policy, Exchange exchange) {
        CallerId found = find(policy, exchange);
        List<CallerKey> ladder = policy.key();
        return found == null ? CallerId.absent(ladder.get(ladder.size() - 1)) : found;
    }

    /** The caller, or null if the request has none of the keys, or none yet. */
    @Nullable
    CallerId find(RateLimitPolicy policy, Exchange exchange) {
        for (int i = 0; i < policy.key().size(); i++) {
            CallerId id = read(policy.key().get(i), policy, exchange);
            if (id != null) {
                return id;
            }
        }
        return null;
    }

    private @Nullable CallerId read(CallerKey key, RateLimitPolicy policy, Exchange exchange) {
        return switch (key.kind()) {
            case IP -> address(exchange);
            case GLOBAL -> CallerId.global();
            case USER -> user(exchange);
            case API_KEY, HEADER -> claim(key, policy, exchange);
        };
    }

    private static CallerId address(Exchange exchange) {
        return CallerId.ofAddress(Caller.of(exchange).network());
    }

    private @Nullable CallerId user(Exchange exchange) {
        try {
            return value(CallerKey.USER, exchange.user());
        } catch (Throwable fault) {
            faults.report(CallerKey.USER, fault);
            return null;
        }
    }

    // Anyone can invent a credential. Where something else would count without it, it must be genuine.
    private @Nullable CallerId claim(CallerKey key, RateLimitPolicy policy, Exchange exchange) {
        String header = key.headerName() == null ? apiKeyHeader : key.headerName();
        String credential = exchange.header(header);
        if (credential == null || credential.isEmpty()) {
            return null;
        }
        if (isGenuine(key, header, credential, exchange)) {
            return CallerId.of(key, credential);
        }
        return policy.key().size() > 1 ? null : capped(CallerId.of(key, credential), policy, exchange);
    }

    private boolean isGenuine(CallerKey key, String header, String credential, Exchange exchange) {
        try {
            return verifier != null && verifier.verify(header, credential, exchange);
        } catch (Throwable fault) {
            faults.report(key, fault);
            return false;
        }
    }

    private CallerId capped(CallerId id, RateLimitPolicy policy, Exchange exchange) {
        UnverifiedKeys keys = unverified.get(policy);
        CallerId address = address(exchange);
        return keys == null || keys.admit(address, id, time.nanoTime()) ? id : address;
    }

    private static @Nullable CallerId value(CallerKey key, @Nullable String value) {
        return value == null || value.isEmpty() ? null : CallerId.of(key, value);
    }
}
