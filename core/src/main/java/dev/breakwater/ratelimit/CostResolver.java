/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.Exchange;

/**
 * Says how many tokens a request costs, where that depends on the request. Must be safe for use by many threads and
 * quick: it runs before every request that its policy is about, and again after authentication where the policy counts
 * users.
 */
@FunctionalInterface
public interface CostResolver {
    /**
     * The cost of this request.
     *
     * @return 0 or more; more than a full bucket holds is refused for good. A negative number or an exception is reported
     *     and follows the policy: with {@link OnStoreFailure#CLOSED} the request is refused with 503, otherwise it costs
     *     what {@link RateLimitPolicy.Builder#cost(long)} says
     */
    long costOf(Exchange exchange);
}
