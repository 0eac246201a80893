/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.CountedRequests;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.StoreAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Charges that Redis has refused, until it would take them: buckets fill at a known rate, and nobody but a refund makes
 * them fill faster. Who is refused and keeps asking so costs Redis nothing. A refund by this instance counts at once; one
 * by another instance, and limits that another instance has learned of, after {@link #LONGEST} at the latest. What costs
 * more than a token is known to be refused for {@link #COSTLY} only: cheaper requests may pass meanwhile, and then it has
 * longer to wait. Never for policies that count failures, which give back what most requests took. Safe for use by many
 * threads.
 */
final class KnownDenials {
    /** How long Redis is not asked at most. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    /** How long Redis is not asked at most for what costs more than a token. */
    static final Duration COSTLY = Duration.ofSeconds(1);

    /** How many are known at most. */
    static final int MOST = 10_000;

    // What is worth less than a question to Redis takes.
    private static final long SHORTEST_NANOS = 1_000_000;
    private static final int STRIPES = 1 << 10;

    private final TimeSource time;
    private final Cache<List<Charge>, Denial> denials;

    // How often something came back to the callers of each stripe.
    private final AtomicLongArray refunds = new AtomicLongArray(STRIPES);

    KnownDenials(TimeSource time) {
        this.time = time;
        // Only so that none stays for good: each knows itself how long it holds.
        denials = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(LONGEST.multipliedBy(2))
                .ticker(time::nanoTime)
                .executor(Runnable::run)
                .build();
    }

    /** What is to be said to these charges without asking Redis; null if it must be asked. */
    StoreAnswer.@Nullable Decided find(List<Charge> charges) {
        Denial denial = denials.getIfPresent(charges);
        if (denial == null) {
            return null;
        }
        long passed = time.nanoTime() - denial.since();
        return passed < denial.nanos() && denial.mark() == mark(charges)
                ? aged(denial.answer(), charges, passed)
                : null;
    }

    /** What tells whether something came back to these callers since; to be asked for before Redis is. */
    long mark(List<Charge> charges) {
        long sum = 0;
        for (int i = 0; i < charges.size(); i++) {
            sum += refunds.get(stripe(charges.get(i)));
        }
        return sum;
    }

    /** Redis has decided on these charges. */
    void learn(List<Charge> charges, StoreAnswer.Decided answer, long mark) {
        if (answer.allowed() || countFailures(charges)) {
            return;
        }
        long most = (isCostly(charges) ? COSTLY : LONGEST).toNanos();
        long nanos = Math.min(most, longestWait(answer));
        if (nanos >= SHORTEST_NANOS) {
            denials.put(List.copyOf(charges), new Denial(answer, time.nanoTime(), nanos, mark));
        }
    }

    /** Something may come back to these. */
    void forget(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            refunds.incrementAndGet(stripe(charges.get(i)));
        }
    }

    private static int stripe(Charge charge) {
        return charge.caller().hashCode() & (STRIPES - 1);
    }

    private static boolean isCostly(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).tokens() > 1) {
                return true;
            }
        }
        return false;
    }

    private static boolean countFailures(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (charges.get(i).policy().count() == CountedRequests.FAILURES) {
                return true;
            }
        }
        return false;
    }

    private static long longestWait(StoreAnswer.Decided answer) {
        long longest = 0;
        for (int i = 0; i < answer.levels().size(); i++) {
            longest = Math.max(longest, answer.levels().get(i).nanosToWait());
        }
        return longest;
    }

    private static StoreAnswer.Decided aged(StoreAnswer.Decided answer, List<Charge> charges, long passed) {
        List<Level> levels = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            levels.add(aged(answer.levels().get(i), charges.get(i).policy(), passed));
        }
        return new StoreAnswer.Decided(false, levels);
    }

    private static Level aged(Level level, RateLimitPolicy policy, long passed) {
        Level.Builder aged = Level.builder(policy);
        for (int i = 0; i < policy.limits().size(); i++) {
            aged.window(i, level.remaining(i), less(level.nanosToWait(i), passed), less(level.nanosToFull(i), passed));
        }
        return aged.build();
    }

    private static long less(long nanos, long passed) {
        return nanos == Level.NEVER ? nanos : Math.max(0, nanos - passed);
    }

    private record Denial(StoreAnswer.Decided answer, long since, long nanos, long mark) {}
}
