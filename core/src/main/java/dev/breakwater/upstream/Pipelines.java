/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.BreakerChanged.State;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes policies ready, one after the other, and hands on what is known from each to the next. */
final class Pipelines {
    private final Engine engine;
    private final @Nullable AnswerStore store;
    private final BreakerClock clock;
    private final AnswerCache.Tally tally = new AnswerCache.Tally();

    /** @param store what policies share answers in that want to; null if there is nothing */
    Pipelines(Engine engine, @Nullable AnswerStore store) {
        this.engine = engine;
        this.store = store;
        clock = new BreakerClock(engine.time());
    }

    Pipeline first(UpstreamPolicy policy) {
        return new Pipeline(
                policy,
                policy.timeout().toNanos(),
                new Bulkhead(policy.name(), policy.maxConcurrent()),
                breaker(policy),
                Pacing.of(policy, engine.time()),
                Retries.of(engine, policy),
                cache(policy));
    }

    /** In place of the last one, whose breaker and cache go on unless their own settings change. */
    Pipeline next(Pipeline last, UpstreamPolicy policy) {
        last.bulkhead().resize(policy.maxConcurrent());
        return new Pipeline(
                policy,
                policy.timeout().toNanos(),
                last.bulkhead(),
                policy.hasBreakerOf(last.policy()) ? last.breaker() : breaker(policy),
                last.pacing().replacedBy(policy),
                last.retries().replacedBy(policy),
                policy.hasCacheOf(last.policy()) ? last.cache() : cache(policy));
    }

    /** The last one is the last one no more: if it had a breaker of its own, that one's state has gone with it. */
    void retire(Pipeline last, UpstreamPolicy policy) {
        if (policy.hasBreakerOf(last.policy())) {
            return;
        }
        last.breaker().retire();
        State state = last.breaker().lastTold();
        if (state != State.CLOSED) {
            engine.tell(new BreakerChanged(engine.name(), state, State.CLOSED), null);
        }
    }

    private Breaker breaker(UpstreamPolicy policy) {
        return new Breaker(policy, clock, change -> engine.tell(change, null));
    }

    private @Nullable AnswerCache cache(UpstreamPolicy policy) {
        Duration ttl = policy.cacheTtl();
        return ttl == null ? null : new AnswerCache(ttl, policy, engine.time(), tally, shared(ttl, policy));
    }

    private @Nullable SharedAnswers shared(Duration ttl, UpstreamPolicy policy) {
        if (store == null || !policy.sharesAnswers()) {
            return null;
        }
        Duration stale = policy.staleIfError().compareTo(policy.staleWhileRevalidate()) > 0
                ? policy.staleIfError()
                : policy.staleWhileRevalidate();
        return new SharedAnswers(engine, store, ttl.plus(stale));
    }

    /** What the caches of all of them have saved. */
    CacheStats cacheStats(Pipeline now) {
        AnswerCache cache = now.cache();
        return tally.stats(cache == null ? 0 : cache.entries());
    }
}
