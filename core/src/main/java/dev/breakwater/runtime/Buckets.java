/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.Offenders;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.RateLimiter;
import dev.breakwater.ratelimit.StoreState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buckets, wherever they are, and what stands around them while chains come and go. Where they are is settled when the
 * service starts: to move them at run time would forget what callers have used up.
 */
final class Buckets {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final boolean given;
    private final boolean shared;
    private final Bucket4jStore local;
    private final RateLimitStore store;
    private int maxKeys;

    final RateLimiter limiter;
    final Offenders offenders;

    Buckets(BreakwaterRuntime.Builder parts, BreakwaterSettings settings, Sharing sharing) {
        SharedState elsewhere = sharing.ofBuckets();
        given = parts.store != null;
        shared = elsewhere != null;
        maxKeys = settings.rateLimit().maxKeys();
        local = Bucket4jStore.of(parts.time, maxKeys);
        offenders = Offenders.of(parts.time);
        store = parts.store != null ? parts.store : elsewhere != null ? elsewhere.rateLimits() : local;
        limiter = RateLimiter.of(store, local, parts.time);
        if (given && Sharing.wantsBuckets(settings)) {
            LOG.warn("Breakwater: {}", unused());
        }
    }

    private static Problem unused() {
        return Problem.warning(
                "BW-REDIS-012",
                "rate-limit.store",
                "redis",
                "no store of the application's own beside it",
                "The application's own RateLimitStore is used, and Redis is not; remove one of the two.");
    }

    /** Whether they are in this instance's memory alone. */
    boolean areLocal() {
        return !given && !shared;
    }

    /** How the store is doing. */
    StoreState state() {
        return store.state();
    }

    /** Whether the store says more of how it is doing than that it is there. */
    // By identity, because a store that has just started may well say the same as one that says nothing.
    @SuppressWarnings("ReferenceEquality")
    boolean areTold() {
        return shared || state() != StoreState.LOCAL;
    }

    /** Other bounds for the buckets on this machine. A store that somebody else made has a bound of somebody else's. */
    void resize(int keys) {
        if (keys != maxKeys) {
            local.resize(keys);
            maxKeys = keys;
        }
    }
}
