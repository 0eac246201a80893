/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says who is an operator: whoever calls from one of the networks, and whoever carries the token as {@code
 * Authorization: Bearer} (RFC 6750). Endpoints for operators let everybody else pass on to the application, whose own
 * 404 then answers, so that a refusal cannot be told from an endpoint that does not exist. Immutable.
 *
 * <p>A forwarding header that no trusted proxy vouches for hides who is really calling: such a request is not counted
 * as coming from a network, and a forwarded request never counts as loopback.
 */
public final class OperatorAccess implements Predicate<Exchange> {
    /** Shorter tokens could be guessed. */
    public static final int MIN_TOKEN_LENGTH = 16;

    private static final String BEARER = "Bearer ";

    private final List<Cidr> networks;
    private final byte @Nullable [] token;

    private OperatorAccess(List<Cidr> networks, byte @Nullable [] token) {
        this.networks = networks;
        this.token = token;
    }

    /**
     * These networks, and the holder of the token.
     *
     * @param token at least {@value #MIN_TOKEN_LENGTH} characters, or null for none
     */
    public static OperatorAccess of(Collection<Cidr> networks, @Nullable String token) {
        if (token != null && token.length() < MIN_TOKEN_LENGTH) {
            throw new IllegalArgumentException(
                    "ops.token: " + token.length() + " characters (expected: at least " + MIN_TOKEN_LENGTH + ")");
        }
        return new OperatorAccess(List.copyOf(networks), token == null ? null : token.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean test(Exchange exchange) {
        return isInside(Caller.of(exchange).address(), exchange) || carriesToken(exchange);
    }

    /** Whether this request carries a token that is not the one there is: somebody tries to find it, or has an old one. */
    boolean isWrongToken(Exchange exchange) {
        String header = token == null ? null : exchange.header("Authorization");
        return header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length()) && !carriesToken(exchange);
    }

    private boolean isInside(@Nullable IpAddress address, Exchange exchange) {
        if (address == null || (TrustedProxies.carriesForwarding(exchange) && !isVouchedFor(address, exchange))) {
            return false;
        }
        for (Cidr network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }

    // When a trusted proxy spoke, the caller is somebody else than the socket's other end.
    private static boolean isVouchedFor(IpAddress address, Exchange exchange) {
        return !address.isLoopback() && !address.equals(IpAddress.parse(exchange.peerAddress()));
    }

    /** Whether there is a token. */
    boolean hasToken() {
        return token != null;
    }

    boolean carriesToken(Exchange exchange) {
        String header = token == null ? null : exchange.header("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        byte[] given = header.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(token, given);
    }
}
