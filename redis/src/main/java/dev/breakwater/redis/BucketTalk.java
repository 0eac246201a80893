/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What the script {@code buckets.lua} is asked and what it says, in bytes and numbers. */
final class BucketTalk {
    private static final int WINDOW_BYTES = 4 * Double.BYTES;
    private static final byte TAKE = 'T';
    private static final byte SETTLE = 'S';

    private BucketTalk() {}

    /** Asks to take all of these or none. */
    static byte[] take(List<Charge> charges) {
        ByteBuffer question = ByteBuffer.allocate(1 + size(charges)).put(TAKE);
        for (int i = 0; i < charges.size(); i++) {
            Charge charge = charges.get(i);
            RateLimitPolicy policy = charge.policy();
            question.put((byte) policy.limits().size());
            for (int j = 0; j < policy.limits().size(); j++) {
                Window window = Window.of(policy, j);
                put(window, window.units(charge.tokens()), question);
            }
        }
        return question.array();
    }

    /** Asks to make these good. */
    static byte[] settle(List<Settlement> settlements) {
        List<Charge> charges = charges(settlements);
        ByteBuffer question = ByteBuffer.allocate(1 + size(charges)).put(SETTLE);
        for (int i = 0; i < charges.size(); i++) {
            RateLimitPolicy policy = charges.get(i).policy();
            question.put((byte) policy.limits().size());
            for (int j = 0; j < policy.limits().size(); j++) {
                Window window = Window.of(policy, j);
                // In units as they were taken, so that all of them comes back.
                long taken = window.units(charges.get(i).tokens());
                put(window, window.units(settlements.get(i).actual()) - taken, question);
            }
        }
        return question.array();
    }

    static List<Charge> charges(List<Settlement> settlements) {
        List<Charge> charges = new ArrayList<>(settlements.size());
        for (int i = 0; i < settlements.size(); i++) {
            charges.add(settlements.get(i).charge());
        }
        return charges;
    }

    private static int size(List<Charge> charges) {
        int size = 0;
        for (int i = 0; i < charges.size(); i++) {
            size += 1 + charges.get(i).policy().limits().size() * WINDOW_BYTES;
        }
        return size;
    }

    private static void put(Window window, long cost, ByteBuffer question) {
        // Exact: none is beyond 2^53.
        question.putDouble((double) cost);
        question.putDouble((double) window.count());
        question.putDouble((double) window.micros());
        question.putDouble((double) window.capacity());
    }

    /** What the script says of these charges: whether they were taken, then three numbers for each window. */
    static StoreAnswer.Decided answer(long[] reply, List<Charge> charges) {
        Level[] levels = new Level[charges.size()];
        int at = 1;
        for (int i = 0; i < levels.length; i++) {
            RateLimitPolicy policy = charges.get(i).policy();
            levels[i] = level(reply, at, policy);
            at += 3 * policy.limits().size();
        }
        return new StoreAnswer.Decided(reply[0] == 1, List.of(levels));
    }

    private static Level level(long[] reply, int from, RateLimitPolicy policy) {
        Level.Builder level = Level.builder(policy);
        for (int i = 0; i < policy.limits().size(); i++) {
            int at = from + 3 * i;
            long left = Window.of(policy, i).tokens(reply[at]);
            level.window(i, left, nanos(reply[at + 1]), nanos(reply[at + 2]));
        }
        return level.build();
    }

    private static long nanos(long micros) {
        return micros < 0 || micros > Long.MAX_VALUE / 1_000 ? Level.NEVER : micros * 1_000;
    }
}
