/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.ratelimit.StoreState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Token buckets in Redis, shared by all instances of a service that have the same {@code redis.key-prefix}. Safe for use by
 * many threads, never blocks, and never fails: what goes wrong is {@link StoreAnswer.Unavailable}.
 *
 * <p><b>Exact.</b> A script decides on all charges of a request at once: it takes all of them or none, and nobody sees
 * anything in between. It counts in integers, so that no limit is exceeded by as much as one token, however many instances
 * ask, and who waits as told is admitted. Windows are counted in microseconds. A capacity beyond 2^50 tokens is counted in
 * units of a power of two of them, with charges rounded up.
 *
 * <p><b>One round trip</b> per decision, whatever the number of policies and windows, and whether the buckets are new or
 * not; none for {@link KnownDenials charges that are known to be refused}. Refusals and looks write nothing. With {@code
 * redis.spread} it is one for each of the callers that a request is charged to, all at once: its user and its address, say;
 * see {@link SpreadBuckets} for what that costs.
 *
 * <p><b>The clock</b> is that of the Redis server. Those of the instances do not matter. If the server's is set back,
 * nothing is gained by it, and nobody waits longer than twice the time that a bucket takes to fill.
 *
 * <p><b>Keys</b> are <code>{PREFIX}:POLICY:CALLER</code>, the policy's name in lower case and the caller as an address or a
 * hash. Because of the braces all keys of a service are in one slot of a cluster. With {@code redis.spread} they are <code>
 * {PREFIX:CALLER}:POLICY</code>, one slot for each caller. A value is 50 bytes, and 40 more for each further window; with
 * its key and what Redis adds a bucket takes about 250 bytes. A key expires one second after its bucket is full: a full
 * bucket and none are the same. What somebody else has put where a bucket should be counts as an empty bucket, and is
 * overwritten.
 *
 * <p><b>Changed limits</b> are taken over by the buckets on their next use, filled in proportion. Windows that are gone stay
 * with the bucket, up to eight of them, and are charged with the others as far as there is something left in them, so that a
 * caller who changes plans back and forth, or meets instances with different limits while they are being replaced, finds
 * each window as if it had always been there.
 *
 * <p><b>Loss.</b> FLUSHALL, or a restart without persistence, fills all buckets: each caller gains at most one capacity.
 * Eviction does that to single callers: give Redis room enough, or the policy {@code noeviction} or {@code volatile-ttl},
 * which drops first what would expire first. After a failover the replica has not heard of what was decided in the last
 * moment of its replication lag; that much may be admitted again.
 */
public final class RedisRateLimitStore implements RateLimitStore {
    private static final Script<long[]> BUCKETS = Script.named("buckets.lua");
    private static final byte[] TIME_OF_REDIS = {'0'};

    private final Link link;
    private final BucketKeys keys;
    private final LongSupplier micros;
    private final KnownDenials known;
    private final Buckets oneSlot = new OneSlot();
    private final Buckets slots;
    private final boolean spread;
    private final LongAdder questions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder answered = new LongAdder();

    RedisRateLimitStore(Link link, RedisSettings settings, TimeSource time) {
        this(link, settings, time, () -> 0);
    }

    /**
     * A store whose buckets go by another clock than that of Redis.
     *
     * @param micros that clock, in microseconds; 0 for that of Redis
     */
    RedisRateLimitStore(Link link, RedisSettings settings, TimeSource time, LongSupplier micros) {
        this.link = link;
        this.micros = micros;
        keys = new BucketKeys(settings);
        known = new KnownDenials(time);
        spread = settings.spread();
        slots = spread ? new SpreadBuckets(oneSlot, known::forget) : oneSlot;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if two charges are for one bucket
     */
    @Override
    public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
        // While Redis is away each policy's own on-store-failure counts, for those who were refused before as well.
        StoreAnswer denial = link.away() == null ? known.find(charges) : null;
        if (denial != null) {
            answered.increment();
            return CompletableFuture.completedFuture(denial);
        }
        questions.increment();
        long mark = known.mark(charges);
        return slots.take(charges).thenApply(answer -> learned(charges, answer, mark));
    }

    private StoreAnswer learned(List<Charge> charges, StoreAnswer answer, long mark) {
        // Of several slots each may have refused because of what another request was about to give back.
        if (answer instanceof StoreAnswer.Decided decided && !(spread && SpreadBuckets.areApart(charges))) {
            known.learn(charges, decided, mark);
        }
        return counted(answer);
    }

    @Override
    public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
        questions.increment();
        List<Charge> charges = BucketTalk.charges(settlements);
        known.forget(charges);
        return slots.settle(settlements).thenApply(answer -> {
            // Again, for who asked before it came back and was told only now.
            known.forget(charges);
            return counted(answer);
        });
    }

    private StoreAnswer counted(StoreAnswer answer) {
        if (answer instanceof StoreAnswer.Unavailable) {
            failures.increment();
        }
        return answer;
    }

    /** True: no call outlives {@code redis.timeout}. */
    @Override
    public boolean keepsTime() {
        return true;
    }

    @Override
    public StoreState state() {
        String reason = link.away();
        return new StoreState(
                reason == null, reason, link.instances(), questions.sum(), failures.sum(), answered.sum());
    }

    private final class OneSlot implements Buckets {
        @Override
        public CompletableFuture<StoreAnswer> take(List<Charge> charges) {
            byte[][] names = keys.of(charges);
            for (int i = 1; i < names.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (Arrays.equals(names[i], names[j])) {
                        throw new IllegalArgumentException(
                                "charges: two for one bucket (expected: each for another bucket)");
                    }
                }
            }
            return ask(names, BucketTalk.take(charges), charges);
        }

        @Override
        public CompletableFuture<StoreAnswer> settle(List<Settlement> settlements) {
            List<Charge> charges = BucketTalk.charges(settlements);
            return ask(keys.of(charges), BucketTalk.settle(settlements), charges);
        }
    }

    private CompletableFuture<StoreAnswer> ask(byte[][] names, byte[] question, List<Charge> charges) {
        return link.call(BUCKETS, names, now(), question)
                .<StoreAnswer>thenApply(reply -> BucketTalk.answer(reply, charges))
                .exceptionally(RedisRateLimitStore::unavailable);
    }

    private byte[] now() {
        long now = micros.getAsLong();
        return now == 0 ? TIME_OF_REDIS : Long.toString(now).getBytes(StandardCharsets.US_ASCII);
    }

    private static StoreAnswer unavailable(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        String message = cause.getMessage();
        boolean told = cause instanceof RedisAwayException away && away.told();
        return new StoreAnswer.Unavailable(message == null ? cause.getClass().getSimpleName() : message, told);
    }
}
