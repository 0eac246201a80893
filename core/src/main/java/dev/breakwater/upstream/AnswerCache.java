/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers by key, and the calls that are under way to get them, one for each key. No foreign code runs while a key
 * is locked, so a call may make another with another key. Safe for use by many threads.
 */
final class AnswerCache {
    private final Cache<Object, Object> kept;
    private final ConcurrentMap<Object, Flight<?, ?>> flights = new ConcurrentHashMap<>();
    private final Tally tally;

    AnswerCache(Duration ttl, long most, TimeSource time, Tally tally) {
        kept = Caffeine.newBuilder()
                .expireAfterWrite(ttl)
                .maximumSize(most)
                .ticker(time::nanoTime)
                // Its housekeeping is short; no other thread need know of it.
                .executor(Runnable::run)
                .build();
        this.tally = tally;
    }

    /** The answer for this key, counted as a hit, or null. */
    @Nullable
    Object find(Object key) {
        Object answer = kept.getIfPresent(key);
        if (answer != null) {
            tally.hits.increment();
        }
        return answer;
    }

    /** The flight that is under way for the key, or null. */
    @Nullable
    Flight<?, ?> underWay(Object key) {
        Flight<?, ?> there = flights.get(key);
        return isUnderWay(there) ? there : null;
    }

    /** The same; but if there is none, this one is under way from now on. */
    @Nullable
    Flight<?, ?> enter(Object key, Flight<?, ?> flight) {
        Flight<?, ?> now = flights.compute(key, (same, there) -> isUnderWay(there) ? there : flight);
        return now == flight ? null : now;
    }

    /** One that is over is still here only if its key failed as it left. */
    private static boolean isUnderWay(@Nullable Flight<?, ?> there) {
        return there != null && !there.end().isDone();
    }

    /** A call got its answer from another's flight. */
    void joined() {
        tally.joined.increment();
    }

    /** The flight that is under way really sets off. */
    void missed() {
        tally.misses.increment();
    }

    /**
     * A flight is over. Its answer is kept, unless there is none or the key was forgotten in the meantime; in one step with
     * its leaving, so that nobody finds neither of them.
     */
    void landed(Object key, Flight<?, ?> flight, Ended<?> ended) {
        flights.computeIfPresent(key, (same, underWay) -> {
            if (underWay != flight) {
                return underWay;
            }
            if (ended.failure() == null && ended.answer() != null) {
                kept.put(key, ended.answer());
            }
            return null;
        });
    }

    /** Forgets a key; who asks from now on gets an answer that is asked for from now on. */
    void invalidate(Object key) {
        flights.compute(key, (same, underWay) -> {
            kept.invalidate(key);
            return null;
        });
    }

    /** Forgets all. */
    void invalidateAll() {
        flights.clear();
        kept.invalidateAll();
    }

    long entries() {
        kept.cleanUp();
        return kept.estimatedSize();
    }

    /** What caches of one upstream have saved, whatever its policy was. */
    static final class Tally {
        private final LongAdder hits = new LongAdder();
        private final LongAdder joined = new LongAdder();
        private final LongAdder misses = new LongAdder();

        CacheStats stats(long entries) {
            return new CacheStats(hits.sum(), joined.sum(), misses.sum(), entries);
        }
    }
}
