/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Says on which plan a caller is, for policies whose limits differ by plan. Must be safe for use by many threads and
 * quick: look plans up in memory.
 *
 * <p>It is asked when a caller is charged: after authentication, with {@link Exchange#user()} known, where a policy counts
 * users; on arrival otherwise.
 */
@FunctionalInterface
public interface PlanResolver {
    /**
     * The plan of whoever sent this request.
     *
     * @return its name without regard to case; null, or one that a policy does not have, for the policy's own limits. An
     *     exception is reported and means the same
     */
    @Nullable
    String planOf(Exchange exchange);
}
