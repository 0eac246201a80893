/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.RateLimitSettings;
import dev.breakwater.config.RedisSettings;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.Offenders;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.RateLimiter;
import dev.breakwater.ratelimit.StoreState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The buckets, wherever they are, and what stands around them while chains come and go. Where they are is settled when the
 * service starts: to move them at run time would forget what callers have used up.
 */
final class Buckets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final boolean given;
    private final @Nullable SharedState shared;
    private final RedisSettings opened;
    private final Bucket4jStore local;
    private final RateLimitStore store;
    private int maxKeys;

    final RateLimiter limiter;
    final Offenders offenders;

    Buckets(BreakwaterRuntime.Builder parts, BreakwaterSettings settings) {
        given = parts.store != null;
        maxKeys = settings.rateLimit().maxKeys();
        local = Bucket4jStore.of(parts.time, maxKeys);
        opened = settings.redis();
        shared = wantsShared(settings) && !given ? open(parts, opened) : null;
        offenders = Offenders.of(parts.time);
        try {
            store = parts.store != null ? parts.store : shared != null ? shared.rateLimits() : local;
            limiter = RateLimiter.of(store, local, parts.time);
        } catch (RuntimeException | Error fault) {
            close();
            throw fault;
        }
        if (given && wantsShared(settings)) {
            LOG.warn("Breakwater: {}", unused());
        }
    }

    private static boolean wantsShared(BreakwaterSettings settings) {
        return settings.enabled() && settings.rateLimit().store() == RateLimitSettings.Store.REDIS;
    }

    private static SharedState open(BreakwaterRuntime.Builder parts, RedisSettings settings) {
        SharedStateProvider provider = parts.shared != null ? parts.shared : SharedStateFinder.find();
        return provider.open(settings, parts.time);
    }

    private static Problem unused() {
        return Problem.warning(
                "BW-REDIS-012",
                "rate-limit.store",
                "redis",
                "no store of the application's own beside it",
                "The application's own RateLimitStore is used, and Redis is not; remove one of the two.");
    }

    /**
     * Checks that the buckets are where these settings want them.
     *
     * @throws InvalidPolicyException if they are not, as they cannot be moved
     */
    void check(BreakwaterSettings settings) {
        if (given || !settings.enabled()) {
            return;
        }
        if (wantsShared(settings) != (shared != null)) {
            throw unmovable(
                    "rate-limit.store", wantsShared(settings) ? "redis" : "memory", "where it was at the start");
        }
        if (shared != null && !settings.redis().equals(opened)) {
            throw unmovable("redis", "changed", "what it was at the start");
        }
    }

    private static InvalidPolicyException unmovable(String path, String value, String expected) {
        return new InvalidPolicyException(List.of(Problem.error(
                "BW-REDIS-013",
                path,
                value,
                expected,
                "Restart the service: at run time this would forget what callers have used up.")));
    }

    /** What to ask how the shared state is doing; empty if nothing is shared. */
    List<HealthCheck> checks() {
        return shared == null ? List.of() : List.of(shared.health());
    }

    /** Whether they are in this instance's memory alone. */
    boolean areLocal() {
        return !given && shared == null;
    }

    /** How the store is doing. */
    StoreState state() {
        return store.state();
    }

    /** Whether the store says more of how it is doing than that it is there. */
    // By identity, because a store that has just started may well say the same as one that says nothing.
    @SuppressWarnings("ReferenceEquality")
    boolean areTold() {
        return shared != null || state() != StoreState.LOCAL;
    }

    /** Other bounds for the buckets on this machine. A store that somebody else made has a bound of somebody else's. */
    void resize(int keys) {
        if (keys != maxKeys) {
            local.resize(keys);
            maxKeys = keys;
        }
    }

    @Override
    public void close() {
        if (shared != null) {
            shared.close();
        }
    }
}
