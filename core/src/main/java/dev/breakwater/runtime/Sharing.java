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
import dev.breakwater.upstream.AnswerStore;
import dev.breakwater.upstream.UpstreamPolicy;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the instances share, opened once for all who want it: buckets, budgets, answers. Who wants it is settled when the
 * service starts: to move counts at run time would forget them.
 */
final class Sharing implements AutoCloseable {
    private final RedisSettings opened;
    private final boolean buckets;
    private final boolean budgets;
    private final boolean givenBuckets;
    private final @Nullable SharedState state;

    Sharing(BreakwaterRuntime.Builder parts, BreakwaterSettings settings) {
        opened = settings.redis();
        givenBuckets = parts.store != null;
        buckets = wantsBuckets(settings);
        budgets = wantsBudgets(settings);
        String wanted = wanted(settings);
        state = wanted == null ? null : open(parts, settings, wanted);
    }

    /** The first key that wants it; null if none does. */
    private @Nullable String wanted(BreakwaterSettings settings) {
        if (buckets && !givenBuckets) {
            return "rate-limit.store";
        }
        if (budgets) {
            return "cost.ledger";
        }
        return wantsAnswers(settings) ? sharingUpstream(settings) : null;
    }

    private static SharedState open(BreakwaterRuntime.Builder parts, BreakwaterSettings settings, String wanted) {
        SharedStateProvider provider = parts.shared != null ? parts.shared : SharedStateFinder.find(wanted);
        return provider.open(settings.redis(), parts.time);
    }

    static boolean wantsBuckets(BreakwaterSettings settings) {
        return settings.enabled() && settings.rateLimit().store() == RateLimitSettings.Store.REDIS;
    }

    static boolean wantsBudgets(BreakwaterSettings settings) {
        return settings.enabled()
                && settings.cost().enabled()
                && settings.cost().ledger().isShared();
    }

    private static boolean wantsAnswers(BreakwaterSettings settings) {
        return settings.enabled() && sharingUpstream(settings) != null;
    }

    /** The key of the first upstream whose answers are to be shared; null if there is none. */
    private static @Nullable String sharingUpstream(BreakwaterSettings settings) {
        return settings.upstreams().policies().values().stream()
                .filter(UpstreamPolicy::sharesAnswers)
                .map(Sharing::store)
                .findFirst()
                .orElse(null);
    }

    private static String store(UpstreamPolicy upstream) {
        return "upstreams." + upstream.name() + ".cache.store";
    }

    /**
     * Checks that counts are where these settings want them.
     *
     * @throws InvalidPolicyException if they are not, as they cannot be moved
     */
    void check(BreakwaterSettings settings) {
        if (!settings.enabled()) {
            return;
        }
        if (!givenBuckets && wantsBuckets(settings) != buckets) {
            throw unmovable(
                    "rate-limit.store", wantsBuckets(settings) ? "redis" : "memory", "where it was at the start");
        }
        if (state == null && wantsAnswers(settings)) {
            throw notOpen(Objects.requireNonNull(sharingUpstream(settings)));
        }
        if (state != null && !settings.redis().equals(opened)) {
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

    private static InvalidPolicyException notOpen(String path) {
        return new InvalidPolicyException(List.of(Problem.error(
                "BW-REDIS-013",
                path,
                "redis",
                "memory, since nothing that the service was started with names Redis",
                "Restart the service with this setting in a file: the way to Redis is opened at the start.")));
    }

    /** Where upstreams share their answers, if their policies say so; null if nothing is open. */
    @Nullable
    AnswerStore ofAnswers() {
        return state == null ? null : state.answers();
    }

    /** Where buckets are shared; null if they are not. */
    @Nullable
    SharedState ofBuckets() {
        return buckets && !givenBuckets ? state : null;
    }

    /** Where budgets are shared; null if they are not. */
    @Nullable
    SharedState ofBudgets() {
        return budgets ? state : null;
    }

    /** What to ask how the shared state is doing; empty if nothing is shared. */
    List<HealthCheck> checks() {
        return state == null ? List.of() : List.of(state.health());
    }

    /** Names who hears that a check of these says something else now. */
    void onChange(Consumer<String> heard) {
        if (state != null) {
            String name = state.health().name();
            state.onChange(() -> heard.accept(name));
        }
    }

    @Override
    public void close() {
        if (state != null) {
            state.close();
        }
    }
}
