/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.VerboseResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Buckets behind a Bucket4j proxy manager. A manager decides on one bucket at a time, so the charges of a request are
 * taken one after the other, and if one is refused those before it are given back: never too many are admitted, and at
 * most those are refused that are in flight beside such a request.
 */
final class ProxiedStore implements RateLimitStore {
    // What begins with it fails in its future and nowhere else, as when an executor rejects the work.
    private static final CompletableFuture<Boolean> STARTED = CompletableFuture.completedFuture(true);

    private final ProxiedBuckets buckets;
    private final Duration deadline;

    ProxiedStore(ProxiedBuckets buckets) {
        this(buckets, RateLimiter.STORE_DEADLINE);
    }

    ProxiedStore(ProxiedBuckets buckets, Duration deadline) {
        this.buckets = buckets;
        this.deadline = deadline;
    }

    @Override
    public boolean keepsTime() {
        return true;
    }

    @Override
    public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
        Attempt attempt = new Attempt(charges);
        return inTime(STARTED.thenCompose(go -> attempt.takeNext()), attempt);
    }

    @Override
    public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
        return inTime(STARTED.thenCompose(go -> settled(settlements)), new Attempt(List.of()));
    }

    private CompletableFuture<StoreAnswer.Decided> settled(List<Settlement> settlements) {
        Level[] levels = new Level[settlements.size()];
        CompletableFuture<?>[] all = new CompletableFuture<?>[levels.length];
        for (int i = 0; i < levels.length; i++) {
            int index = i;
            Charge charge = settlements.get(i).charge();
            all[i] = buckets.adjust(charge, payable(charge, settlements.get(i).actual() - charge.tokens()))
                    .thenAccept(bucket -> levels[index] = level(bucket, charge, 0));
        }
        return CompletableFuture.allOf(all).thenApply(done -> new StoreAnswer.Decided(true, List.of(levels)));
    }

    // Bucket4j takes nothing at all of what would be owed for longer than a long has nanoseconds, 292 years. Half of it
    // is taken, or else more than that half is owed already.
    private static long payable(Charge charge, long more) {
        long most = more;
        for (Bandwidth window : charge.policy().bucket().getBandwidths()) {
            double periods = Long.MAX_VALUE / 2.0 / window.getRefillPeriodNanos();
            most = Math.min(most, (long) (periods * window.getRefillTokens()));
        }
        return most;
    }

    private static Level level(VerboseResult<?> bucket, Charge charge, long wanted) {
        return BucketLevels.level(bucket.getState(), charge.policy(), wanted);
    }

    // Versions order what operators change. A caller's plans are of one version, so that he may go back and forth.
    private CompletableFuture<VerboseResult<Boolean>> take(Charge charge) {
        return buckets.take(charge)
                .thenCompose(bucket -> charge.policy().isOtherPlan(bucket.getConfiguration())
                        ? takeOnPlan(charge, bucket.getValue())
                        : CompletableFuture.completedFuture(bucket));
    }

    private CompletableFuture<VerboseResult<Boolean>> takeOnPlan(Charge charge, boolean taken) {
        return buckets.adjust(charge, taken ? -charge.tokens() : 0)
                .thenCompose(before -> buckets.replace(
                        charge,
                        BucketConfigurations.inheriting(
                                before.getState(), charge.policy().bucket())))
                .thenCompose(replaced -> buckets.take(charge));
    }

    // Whoever asked has gone on when the time is over: what is taken after that would be taken from nobody's request.
    @SuppressWarnings("FutureReturnValueIgnored")
    private CompletionStage<StoreAnswer> inTime(CompletableFuture<StoreAnswer.Decided> work, Attempt attempt) {
        CompletableFuture<StoreAnswer> answer = new CompletableFuture<>();
        answer.completeOnTimeout(new StoreAnswer.Unavailable("no answer"), deadline.toNanos(), TimeUnit.NANOSECONDS);
        work.whenComplete((decided, fault) -> {
            boolean inTime = answer.complete(fault == null ? decided : RateLimiter.unavailable(fault));
            if (fault != null || !inTime) {
                attempt.giveBack();
            }
        });
        return answer;
    }

    /** One request's charges on their way. */
    private final class Attempt {
        private final List<Charge> charges;
        private final Level[] levels;

        // Written by one step after the other; futures order them.
        private int taken;

        Attempt(List<Charge> charges) {
            this.charges = charges;
            levels = new Level[charges.size()];
        }

        CompletableFuture<StoreAnswer.Decided> takeNext() {
            if (taken == levels.length) {
                return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, List.of(levels)));
            }
            Charge charge = charges.get(taken);
            return take(charge).thenCompose(bucket -> {
                if (!bucket.getValue()) {
                    levels[taken] = level(bucket, charge, charge.tokens());
                    return refused();
                }
                levels[taken++] = level(bucket, charge, 0);
                return takeNext();
            });
        }

        // Those after the one that refused are only looked at, so that the answer can name all that are in the way.
        private CompletableFuture<StoreAnswer.Decided> refused() {
            int refusing = taken;
            taken = 0;
            CompletableFuture<?>[] others = new CompletableFuture<?>[levels.length];
            for (int i = 0; i < levels.length; i++) {
                others[i] = i == refusing ? CompletableFuture.completedFuture(null) : relevel(i, i < refusing);
            }
            return CompletableFuture.allOf(others).thenApply(done -> new StoreAnswer.Decided(false, List.of(levels)));
        }

        private CompletableFuture<?> relevel(int index, boolean takenBefore) {
            Charge charge = charges.get(index);
            return buckets.adjust(charge, takenBefore ? -charge.tokens() : 0)
                    .thenAccept(bucket -> levels[index] = level(bucket, charge, charge.tokens()));
        }

        // As far as the manager can be reached; if not, these tokens are missing until they are refilled.
        @SuppressWarnings("FutureReturnValueIgnored")
        void giveBack() {
            for (Charge charge : charges.subList(0, taken)) {
                buckets.adjust(charge, -charge.tokens());
            }
        }
    }
}
