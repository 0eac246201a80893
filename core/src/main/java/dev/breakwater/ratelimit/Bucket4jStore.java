/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Token buckets in this machine's memory, refilled and drawn from by Bucket4j. Answers at once and is never unavailable.
 *
 * <p>Exact: each bucket has a lock of its own, and the charges of a request are decided under the locks of all their
 * buckets, taken in one fixed order. So a limit is never exceeded, a refused request takes nothing, and none is refused
 * because of tokens that another one held for a moment. Requests that share no bucket never wait for each other.
 *
 * <p>Bounded: see {@link #DEFAULT_MAX_KEYS}. Time is {@link TimeSource#nanoTime()} alone; steps of the wall clock change
 * nothing.
 */
public final class Bucket4jStore implements RateLimitStore {
    /**
     * How many buckets are kept unless told otherwise. Beyond that full buckets are dropped, which changes nothing for
     * their callers; while none is full, new callers share a fixed number of buckets for each policy.
     */
    public static final int DEFAULT_MAX_KEYS = 100_000;

    private static final Comparator<LocalBucket> BY_ORDER = Comparator.comparingLong(LocalBucket::order);

    private final TimeSource time;
    private final long origin;
    private final BucketMap buckets;

    private Bucket4jStore(TimeSource time, int maxKeys) {
        this.time = time;
        origin = time.nanoTime();
        buckets = new BucketMap(maxKeys);
    }

    /** A store with the default bound. */
    public static Bucket4jStore of(TimeSource time) {
        return of(time, DEFAULT_MAX_KEYS);
    }

    /**
     * A store.
     *
     * @param maxKeys how many buckets it keeps at most, 1 or more
     */
    public static Bucket4jStore of(TimeSource time, int maxKeys) {
        return new Bucket4jStore(time, checked(maxKeys));
    }

    private static int checked(int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("maxKeys: " + maxKeys + " (expected: 1 or more)");
        }
        return maxKeys;
    }

    /**
     * A store whose buckets are behind one of Bucket4j's proxy managers, for limits that several machines share. For a
     * manager that does not block; one that does needs {@link #over(ProxyManager, Executor) threads}.
     *
     * <p>Each charge is one command, and two more where a bucket is new or its limits have changed. Changed limits are
     * taken over by the buckets there are, filled in proportion; of machines that disagree, the one that met its limits
     * last is followed. Keys are the policy's name in lower case, a colon and {@link CallerId#text()}; for other keys use
     * {@code manager.withMapper(...)}.
     *
     * <p>A request's charges are taken one after the other, and given back if one of them is refused: never too many are
     * admitted, and at most those are refused that are in flight beside such a request. A call that fails or takes too
     * long is {@link StoreAnswer.Unavailable}, and what it may still take is given back.
     *
     * <p>Build the manager with an expiry: {@code expirationAfterWrite(
     * ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofMinutes(1)))}. Without one its buckets
     * stay forever; one that is shorter than a bucket takes to fill frees whoever is being limited. The manager's clock is
     * its own: Bucket4j reads the wall clock of each machine, or the server's.
     *
     * @throws IllegalArgumentException if the manager can only block
     */
    public static RateLimitStore over(ProxyManager<String> manager) {
        if (!manager.isAsyncModeSupported()) {
            throw new IllegalArgumentException("manager: " + manager.getClass().getName()
                    + " (expected: one with an asynchronous mode; give this one an executor to block on)");
        }
        return new ProxiedStore(new AsyncBuckets(manager.asAsync(), new PolicyVersions(TimeSource.system())));
    }

    /**
     * The same for a manager that blocks, as those for databases do.
     *
     * @param executor whose threads may wait for the manager; should have a bound, and reject what is beyond it
     */
    public static RateLimitStore over(ProxyManager<String> manager, Executor executor) {
        return new ProxiedStore(new BlockingBuckets(manager, new PolicyVersions(TimeSource.system()), executor));
    }

    /** How many buckets there are now, without the shared ones. */
    public int size() {
        return buckets.size();
    }

    /**
     * Changes how many buckets are kept at most. More have room at once. If there are too many, those that are full are
     * dropped at once and the others as they fill, because whoever is being limited is never forgotten.
     *
     * @param maxKeys how many, 1 or more
     */
    public void resize(int maxKeys) {
        buckets.resize(checked(maxKeys), now());
    }

    @Override
    public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
        return CompletableFuture.completedFuture(answer(charges));
    }

    @Override
    public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
        long now = now();
        Level[] levels = new Level[settlements.size()];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = settle(settlements.get(i), now);
        }
        return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, List.of(levels)));
    }

    /** The answer itself, for those who know that this store never lets anyone wait. */
    StoreAnswer.Decided answer(List<Charge> charges) {
        long now = now();
        return charges.size() == 1 ? one(charges.get(0), now) : all(charges, now);
    }

    private StoreAnswer.Decided one(Charge charge, long now) {
        while (true) {
            LocalBucket bucket = buckets.find(charge, now);
            synchronized (bucket) {
                if (buckets.isCurrent(bucket, charge)) {
                    bucket.update(charge.policy().bucket(), now);
                    boolean allowed = bucket.has(charge.tokens());
                    return new StoreAnswer.Decided(allowed, List.of(taken(bucket, charge, allowed)));
                }
            }
        }
    }

    private StoreAnswer.Decided all(List<Charge> charges, long now) {
        while (true) {
            LocalBucket[] found = new LocalBucket[charges.size()];
            for (int i = 0; i < found.length; i++) {
                found[i] = buckets.find(charges.get(i), now);
            }
            StoreAnswer.Decided answer = locked(inOrder(found), 0, found, charges, now);
            if (answer != null) {
                return answer;
            }
        }
    }

    private static LocalBucket[] inOrder(LocalBucket[] found) {
        LocalBucket[] sorted = found.clone();
        Arrays.sort(sorted, BY_ORDER);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1] && sorted[i].caller() != null) {
                throw new IllegalArgumentException("charges: two for one bucket (expected: each for another bucket)");
            }
        }
        return sorted;
    }

    // One monitor can only be held within another by one call within another. Null if a bucket is not the one any more.
    private StoreAnswer.@Nullable Decided locked(
            LocalBucket[] sorted, int depth, LocalBucket[] found, List<Charge> charges, long now) {
        if (depth == sorted.length) {
            return areCurrent(found, charges) ? decided(found, charges, now) : null;
        }
        synchronized (sorted[depth]) {
            return locked(sorted, depth + 1, found, charges, now);
        }
    }

    private boolean areCurrent(LocalBucket[] found, List<Charge> charges) {
        for (int i = 0; i < found.length; i++) {
            if (!buckets.isCurrent(found[i], charges.get(i))) {
                return false;
            }
        }
        return true;
    }

    // Under the locks of all, so that nobody sees what is taken and given back. Two strangers may share one bucket.
    private static StoreAnswer.Decided decided(LocalBucket[] found, List<Charge> charges, long now) {
        int taken = 0;
        boolean allowed = true;
        for (int i = 0; i < found.length; i++) {
            found[i].update(charges.get(i).policy().bucket(), now);
        }
        while (taken < found.length && allowed) {
            long tokens = charges.get(taken).tokens();
            allowed = found[taken].has(tokens);
            if (allowed) {
                found[taken++].take(tokens);
            }
        }
        for (int i = 0; i < taken && !allowed; i++) {
            found[i].giveBack(charges.get(i).tokens());
        }
        return new StoreAnswer.Decided(allowed, levels(found, charges, allowed));
    }

    private static List<Level> levels(LocalBucket[] found, List<Charge> charges, boolean allowed) {
        Level[] levels = new Level[found.length];
        for (int i = 0; i < found.length; i++) {
            levels[i] = found[i].level(allowed ? 0 : charges.get(i).tokens());
        }
        return List.of(levels);
    }

    private static Level taken(LocalBucket bucket, Charge charge, boolean allowed) {
        if (!allowed) {
            return bucket.level(charge.tokens());
        }
        bucket.take(charge.tokens());
        return bucket.level(0);
    }

    private Level settle(Settlement settlement, long now) {
        Charge charge = settlement.charge();
        while (true) {
            LocalBucket bucket = buckets.find(charge, now);
            synchronized (bucket) {
                if (buckets.isCurrent(bucket, charge)) {
                    bucket.update(charge.policy().bucket(), now);
                    bucket.take(settlement.actual() - charge.tokens());
                    bucket.giveBack(charge.tokens() - settlement.actual());
                    return bucket.level(0);
                }
            }
        }
    }

    // Counted from when the store was made, so that it does not overflow within its life.
    private long now() {
        return time.nanoTime() - origin;
    }
}
