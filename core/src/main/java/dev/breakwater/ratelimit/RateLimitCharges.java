/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * What the current request was charged, for an application that knows better what it should have been: a model's true
 * number of tokens, a call that did not happen after all, a failed login that is answered with a redirect.
 *
 * <pre>{@code
 * RateLimitCharges charges = RateLimitCharges.current();
 * charges.settle("llm", usage.totalTokens());
 * }</pre>
 *
 * <p>Ask for it on the request's thread; then it may be used on any, also after the request has ended. Each policy is
 * settled or refunded once; later calls do nothing. Nothing here waits for the store, and no trouble of the store's
 * reaches the caller. A charge that nobody settles stays as it was taken, also if the client goes away.
 */
public final class RateLimitCharges {
    private static final RateLimitCharges NONE = new RateLimitCharges(null);

    private final @Nullable Reservation reservation;

    private RateLimitCharges(@Nullable Reservation reservation) {
        this.reservation = reservation;
    }

    /** Those of this request; without any if no limit guards it. */
    public static RateLimitCharges of(Exchange exchange) {
        Reservation reservation = exchange.get(Reservation.SLOT);
        return reservation == null ? NONE : new RateLimitCharges(reservation);
    }

    /** Those of the request that this thread works for; without any if there is none. */
    public static RateLimitCharges current() {
        Exchange exchange = CurrentExchange.get();
        return exchange == null ? NONE : of(exchange);
    }

    /**
     * Says what the request should have been charged by a policy. What was taken too much comes back; what is missing is
     * taken even from an empty bucket, which then owes it.
     *
     * @param policy the policy's name without regard to case
     * @param actual how many tokens, 0 or more
     * @return whether this settled a charge; false if the policy charged nothing or has been settled already
     * @throws IllegalArgumentException if the number is negative, or no policy has this name
     */
    public boolean settle(String policy, long actual) {
        if (actual < 0) {
            throw new IllegalArgumentException("actual: " + actual + " (expected: 0 or more tokens)");
        }
        return reservation != null && reservation.settle(policy, actual);
    }

    /**
     * Gives back what a policy charged.
     *
     * @param policy the policy's name without regard to case
     * @return whether this gave something back; false if the policy charged nothing or has been settled already
     * @throws IllegalArgumentException if no policy has this name
     */
    public boolean refund(String policy) {
        return settle(policy, 0);
    }

    /**
     * Says that the request was a failure, for policies that {@linkplain CountedRequests#FAILURES count those}: its charge
     * stays, whatever the status of the answer.
     */
    public void failed() {
        if (reservation != null) {
            reservation.fail();
        }
    }
}
