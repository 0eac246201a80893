/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Questions about buckets in several slots of a cluster: one call for each caller, all at once. If one of them refuses,
 * what the others took is given back: never too many are admitted, and at most those are refused that are in flight beside
 * such a request. If one cannot say, the others give back, too.
 */
final class SpreadBuckets implements Buckets {
    private final Buckets buckets;
    private final Consumer<List<Charge>> returning;

    /**
     * @param buckets those of one slot
     * @param returning is told of charges that are given back, before that and after it
     */
    SpreadBuckets(Buckets buckets, Consumer<List<Charge>> returning) {
        this.buckets = buckets;
        this.returning = returning;
    }

    /** Whether these are in several slots. */
    static boolean areApart(List<Charge> charges) {
        for (int i = 1; i < charges.size(); i++) {
            if (!charges.get(i).caller().equals(charges.get(0).caller())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public CompletableFuture<StoreAnswer> take(List<Charge> charges) {
        List<Part> parts = parts(charges);
        if (parts.size() == 1) {
            return buckets.take(charges);
        }
        // Before anything is sent: what one slot has taken nobody would give back.
        requireEachOnce(charges);
        for (Part part : parts) {
            part.answer = buckets.take(part.of(charges));
        }
        return all(parts).thenCompose(done -> taken(parts, charges));
    }

    @Override
    public CompletableFuture<StoreAnswer> settle(List<Settlement> settlements) {
        List<Part> parts = parts(BucketTalk.charges(settlements));
        for (Part part : parts) {
            part.answer = buckets.settle(part.of(settlements));
        }
        return all(parts).thenApply(done -> {
            StoreAnswer away = away(parts);
            return away != null ? away : new StoreAnswer.Decided(true, levels(parts, settlements.size()));
        });
    }

    private CompletableFuture<StoreAnswer> taken(List<Part> parts, List<Charge> charges) {
        StoreAnswer away = away(parts);
        boolean refused = false;
        for (Part part : parts) {
            refused |= part.answer.join() instanceof StoreAnswer.Decided decided && !decided.allowed();
        }
        if (away == null && !refused) {
            return CompletableFuture.completedFuture(new StoreAnswer.Decided(true, levels(parts, charges.size())));
        }
        for (Part part : parts) {
            giveBack(part, charges);
        }
        return away != null
                ? CompletableFuture.completedFuture(away)
                : all(parts).thenApply(done -> new StoreAnswer.Decided(false, levels(parts, charges.size())));
    }

    // If even that fails, they are missing until they are refilled; the levels then are those without them.
    private void giveBack(Part part, List<Charge> charges) {
        StoreAnswer before = part.answer.join();
        if (before instanceof StoreAnswer.Decided decided && decided.allowed()) {
            List<Charge> own = part.of(charges);
            List<Settlement> refunds = new ArrayList<>();
            for (Charge charge : own) {
                refunds.add(new Settlement(charge, 0));
            }
            // Whoever was refused meanwhile may have been so because of what now comes back.
            returning.accept(own);
            part.answer = buckets.settle(refunds).thenApply(after -> {
                returning.accept(own);
                return after instanceof StoreAnswer.Decided ? after : before;
            });
        }
    }

    private static void requireEachOnce(List<Charge> charges) {
        Set<String> seen = new HashSet<>();
        for (Charge charge : charges) {
            if (!seen.add(charge.bucket())) {
                throw new IllegalArgumentException("charges: two for one bucket (expected: each for another bucket)");
            }
        }
    }

    private static CompletableFuture<Void> all(List<Part> parts) {
        return CompletableFuture.allOf(parts.stream().map(part -> part.answer).toArray(CompletableFuture<?>[]::new));
    }

    private static @Nullable StoreAnswer away(List<Part> parts) {
        for (Part part : parts) {
            if (part.answer.join() instanceof StoreAnswer.Unavailable unavailable) {
                return unavailable;
            }
        }
        return null;
    }

    private static List<Level> levels(List<Part> parts, int count) {
        Level[] levels = new Level[count];
        for (Part part : parts) {
            List<Level> found = ((StoreAnswer.Decided) part.answer.join()).levels();
            for (int i = 0; i < found.size(); i++) {
                levels[part.indices.get(i)] = found.get(i);
            }
        }
        return Arrays.asList(levels);
    }

    private static List<Part> parts(List<Charge> charges) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < charges.size(); i++) {
            part(charges.get(i), charges, parts).indices.add(i);
        }
        return parts;
    }

    private static Part part(Charge charge, List<Charge> charges, List<Part> parts) {
        for (Part part : parts) {
            if (charges.get(part.indices.get(0)).caller().equals(charge.caller())) {
                return part;
            }
        }
        Part added = new Part();
        parts.add(added);
        return added;
    }

    /** The charges of one caller. Written before what is waited for, read after it. */
    private static final class Part {
        private final List<Integer> indices = new ArrayList<>();
        private CompletableFuture<StoreAnswer> answer = new CompletableFuture<>();

        <T> List<T> of(List<T> whole) {
            List<T> own = new ArrayList<>(indices.size());
            for (int index : indices) {
                own.add(whole.get(index));
            }
            return own;
        }
    }
}
