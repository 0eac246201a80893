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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Keeps answers by key, and the calls that are under way to get them, one for each key. An answer is fresh for the time to
 * live, then stale for as long as policy allows (RFC 5861); that there is none is remembered for a time of its own. No
 * foreign code runs while a key is locked, so a call may make another with another key. Safe for use by many threads.
 */
final class AnswerCache {
    private static final long LONGEST_PAUSE = Duration.ofSeconds(1).toNanos();

    private final Cache<Object, Kept> kept;
    private final ConcurrentMap<Object, Flight<?, ?>> flights = new ConcurrentHashMap<>();
    private final TimeSource time;
    private final Tally tally;
    private final @Nullable SharedAnswers shared;
    private final long freshNanos;
    private final long whileReloadingNanos;
    private final long ifErrorNanos;
    private final long absentNanos;
    private final long pauseNanos;

    /** @param shared those of other instances, too; null if each has its own */
    AnswerCache(Duration ttl, UpstreamPolicy policy, TimeSource time, Tally tally, @Nullable SharedAnswers shared) {
        this.time = time;
        this.tally = tally;
        this.shared = shared;
        freshNanos = ttl.toNanos();
        whileReloadingNanos = ttl.plus(policy.staleWhileRevalidate()).toNanos();
        ifErrorNanos = ttl.plus(policy.staleIfError()).toNanos();
        absentNanos = policy.negativeTtl().toNanos();
        // An upstream in trouble is not asked again with each access, nor is its recovery missed for long.
        pauseNanos = Math.min(LONGEST_PAUSE, freshNanos / 10);
        kept = Caffeine.newBuilder()
                .expireAfterWrite(longest(), TimeUnit.NANOSECONDS)
                // Of all that is kept, whether fresh, stale or absent.
                .maximumSize(policy.cacheMaxEntries())
                .ticker(time::nanoTime)
                // Its housekeeping is short; no other thread need know of it.
                .executor(Runnable::run)
                .build();
    }

    private long longest() {
        return Math.max(absentNanos, Math.max(whileReloadingNanos, ifErrorNanos));
    }

    /** What other instances have; null if nothing is shared. */
    @Nullable
    SharedAnswers shared() {
        return shared;
    }

    /** What may be given at once for this key, counted as a hit, or null. */
    @Nullable
    Kept find(Object key, long nowNanos) {
        Kept found = kept.getIfPresent(key);
        if (found == null) {
            return null;
        }
        LongAdder count = count(found, found.ageNanos(nowNanos));
        if (count == null) {
            return null;
        }
        count.increment();
        return found;
    }

    /** What it counts as to give this at once; null if it may not be. */
    private @Nullable LongAdder count(Kept found, long age) {
        if (found.isAbsence()) {
            return age < absentNanos ? tally.absent : null;
        }
        if (age < freshNanos) {
            return tally.hits;
        }
        return age < whileReloadingNanos ? tally.stale : null;
    }

    boolean isStale(Kept found, long nowNanos) {
        return !found.isAbsence() && found.ageNanos(nowNanos) >= freshNanos;
    }

    /** What is kept for this key, however old, or null. */
    @Nullable
    Kept peek(Object key) {
        return kept.getIfPresent(key);
    }

    /** The answer to give because the upstream failed (RFC 5861 section 4), counted, or null. */
    @Nullable
    Kept instead(Object key) {
        Kept old = kept.getIfPresent(key);
        if (old == null || old.isAbsence() || old.ageNanos(time.nanoTime()) >= ifErrorNanos) {
            return null;
        }
        tally.instead.increment();
        return old;
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

    /** It need not, since another instance has its answer. */
    void foundShared() {
        tally.shared.increment();
    }

    /** Another instance has an older answer than what a flight is under way for. It may stand in if that one fails. */
    void offer(Object key, Flight<?, ?> flight, Kept old) {
        flights.computeIfPresent(key, (same, underWay) -> {
            Kept there = kept.getIfPresent(key);
            long now = time.nanoTime();
            // That there is nothing is an answer, and the newer one.
            if (underWay == flight && (there == null || there.ageNanos(now) > old.ageNanos(now))) {
                kept.put(key, old);
            }
            return underWay;
        });
    }

    /**
     * A flight is over. Its answer is kept, unless there is none or the key was forgotten in the meantime; in one step with
     * its leaving, so that nobody finds neither of them.
     *
     * @param found the answer, if another instance had it; else null
     */
    void landed(Object key, Flight<?, ?> flight, Ended<?> ended, @Nullable Kept found) {
        flights.computeIfPresent(key, (same, underWay) -> {
            if (underWay != flight) {
                return underWay;
            }
            if (found == null) {
                keep(key, flight, ended, time.nanoTime());
            } else {
                kept.put(key, found);
            }
            return null;
        });
    }

    private void keep(Object key, Flight<?, ?> flight, Ended<?> ended, long now) {
        Object answer = ended.answer();
        if (ended.failure() == null && answer != null) {
            kept.put(key, Kept.answer(answer, now));
            if (shared != null && key instanceof String text) {
                flight.mayBeShared(shared.removedFromNow(text));
            }
        } else if (!Failures.isAbsence(ended)) {
            pause(key, now);
        } else if (absentNanos > 0) {
            kept.put(key, Kept.absence(ended, now));
        } else {
            // What there was is gone; an older answer is wrong now.
            kept.invalidate(key);
        }
    }

    private void pause(Object key, long now) {
        Kept old = kept.getIfPresent(key);
        if (old != null) {
            old.reloadFrom(now + pauseNanos);
        }
    }

    /** A flight did not set off, since its answer is kept already. */
    void left(Object key, Flight<?, ?> flight) {
        flights.remove(key, flight);
    }

    /** Forgets a key; who asks from now on gets an answer that is asked for from now on. */
    void invalidate(Object key) {
        forget(key);
        if (shared != null && key instanceof String text) {
            shared.remove(text, true);
            // Once more, for who set off in between and found it there.
            forget(key);
        }
    }

    private void forget(Object key) {
        flights.compute(key, (same, underWay) -> {
            kept.invalidate(key);
            return null;
        });
    }

    /** Forgets all that is kept here. */
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
        private final LongAdder stale = new LongAdder();
        private final LongAdder absent = new LongAdder();
        private final LongAdder instead = new LongAdder();
        private final LongAdder shared = new LongAdder();

        CacheStats stats(long entries) {
            return new CacheStats(
                    hits.sum(),
                    joined.sum(),
                    misses.sum(),
                    entries,
                    stale.sum(),
                    absent.sum(),
                    instead.sum(),
                    shared.sum());
        }
    }
}
