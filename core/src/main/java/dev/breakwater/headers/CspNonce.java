/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Slot;
import org.jspecify.annotations.Nullable;

/**
 * The nonce of one request: whoever puts it on a script or style element vouches for it. It is the same in every header
 * of the response, and through forwards, includes and error pages. Its text is the nonce, so templates print it as it is;
 * applications find it under the name {@value #ATTRIBUTE}, in servlets as a request attribute.
 *
 * <p>A page with a nonce must not be kept by a cache, which would hand the nonce to strangers. So whoever reads the text
 * makes the response {@code Cache-Control: no-store}, whatever the application says. Where nobody reads it, the
 * application's word counts. Read it before the response is committed: what has been sent can no longer be changed.
 *
 * <p>Like the {@link Exchange} it belongs to, it is for one thread at a time.
 */
public final class CspNonce {
    /** The name under which applications find it. */
    public static final String ATTRIBUTE = "cspNonce";

    private static final Slot<CspNonce> SLOT = Slot.of(ATTRIBUTE, CspNonce.class);
    private static final HeaderRules NO_STORE = HeaderRules.of(HeaderRule.pin(Names.CACHE_CONTROL, Names.NO_STORE));

    private final String value;
    private final Exchange exchange;
    private boolean handedOut;

    private CspNonce(String value, Exchange exchange) {
        this.value = value;
        this.exchange = exchange;
    }

    /** Gives the exchange a nonce, and the application as well. */
    static void give(Exchange exchange, String value) {
        CspNonce nonce = new CspNonce(value, exchange);
        exchange.put(SLOT, nonce);
        exchange.publish(ATTRIBUTE, nonce);
    }

    /** The nonce of a request; null if its content security policy has no place for one. */
    public static @Nullable CspNonce of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    /** The nonce of the request that this thread works for; null if there is neither. */
    public static @Nullable CspNonce current() {
        Exchange exchange = CurrentExchange.get();
        return exchange == null ? null : of(exchange);
    }

    /** The nonce: 24 characters of base64. From now on no cache may keep the response. */
    public String value() {
        if (!handedOut) {
            handedOut = true;
            exchange.amend(NO_STORE);
        }
        return value;
    }

    /** Whether anybody has read it. */
    public boolean isHandedOut() {
        return handedOut;
    }

    /** For headers: the nonce, which nobody has read by that. */
    String unread() {
        return value;
    }

    /** The nonce, as {@link #value()} gives it. */
    @Override
    public String toString() {
        return value();
    }
}
