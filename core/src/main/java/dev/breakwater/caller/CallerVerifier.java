/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import dev.breakwater.exchange.Exchange;

/**
 * Says whether a credential that a request carries is genuine. Without a verifier anyone could get fresh quota by
 * inventing keys, so ladders of keys take a credential into account only if one accepts it. Must be safe for use by many
 * threads and fast: it runs on every request.
 */
@FunctionalInterface
public interface CallerVerifier {
    /**
     * Whether the credential is genuine.
     *
     * @param header the header it was read from
     * @param credential what it says; never log it
     * @param exchange the request
     */
    boolean verify(String header, String credential, Exchange exchange);
}
