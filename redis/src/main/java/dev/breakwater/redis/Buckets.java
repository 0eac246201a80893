/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Buckets that can be asked about together. Safe for use by many threads; never fails but for wrong questions. */
interface Buckets {
    /** Takes all or none. */
    CompletableFuture<StoreAnswer> take(List<Charge> charges);

    /** Makes good what was taken in advance. */
    CompletableFuture<StoreAnswer> settle(List<Settlement> settlements);
}
