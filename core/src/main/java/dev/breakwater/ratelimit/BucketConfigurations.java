/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BandwidthBuilder.BandwidthBuilderBuildStage;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Policies in Bucket4j's words. One bucket for each policy and caller, one bandwidth in it for each limit, refilled
 * greedily: token by token, not all at the end of a window, so that a wait is never longer than it must be.
 */
final class BucketConfigurations {
    private BucketConfigurations() {}

    static BucketConfiguration of(RateLimitPolicy policy) {
        List<Bandwidth> bandwidths = new ArrayList<>();
        for (int i = 0; i < policy.limits().size(); i++) {
            Limit limit = policy.limits().get(i);
            bandwidths.add(bandwidth(limit.windowNanos(), limit.count(), policy.capacity(i))
                    .build());
        }
        return new BucketConfiguration(bandwidths);
    }

    // Bucket4j refuses rates above one token per nanosecond; no client can tell them from that rate.
    private static BandwidthBuilderBuildStage bandwidth(long windowNanos, long count, long capacity) {
        return Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(Math.min(count, windowNanos), Duration.ofNanos(windowNanos))
                .id(Long.toString(windowNanos));
    }

    /**
     * The state under other limits, filled in proportion. A window that was there keeps its share. A window that is new is
     * as full as the emptiest of the old ones, because a change of limits must not be a gift; Bucket4j alone would begin it
     * full.
     *
     * @param state refilled up to now
     * @param earlier one from before a window was lost, refilled up to now; null if none was
     */
    static BucketState carry(BucketState state, @Nullable BucketState earlier, BucketConfiguration wanted, long now) {
        if (!state.getConfiguration().equals(wanted)) {
            state = state.replaceConfiguration(
                    inheriting(state, earlier, wanted), TokensInheritanceStrategy.PROPORTIONALLY, now);
        }
        state.setConfiguration(wanted);
        return state;
    }

    /** Whether both are the same limits. Not by {@code equals}, to which it matters how full a bucket once began. */
    static boolean areSame(BucketConfiguration one, BucketConfiguration other) {
        Bandwidth[] some = one.getBandwidths();
        Bandwidth[] others = other.getBandwidths();
        boolean same = some.length == others.length;
        for (int i = 0; same && i < some.length; i++) {
            same = some[i].getCapacity() == others[i].getCapacity()
                    && some[i].getRefillPeriodNanos() == others[i].getRefillPeriodNanos()
                    && some[i].getRefillTokens() == others[i].getRefillTokens();
        }
        return same;
    }

    /** Whether the state has a window that these limits have not. */
    static boolean losesWindow(BucketState state, BucketConfiguration wanted) {
        for (Bandwidth each : state.getConfiguration().getBandwidths()) {
            if (indexOf(each.getId(), wanted) < 0) {
                return true;
            }
        }
        return false;
    }

    private static int indexOf(String window, BucketConfiguration limits) {
        Bandwidth[] bandwidths = limits.getBandwidths();
        for (int i = 0; i < bandwidths.length; i++) {
            if (bandwidths[i].getId().equals(window)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * The limits, with a beginning for windows that the state does not know: as full as its emptiest one.
     *
     * @param state refilled up to now
     */
    static BucketConfiguration inheriting(BucketState state, BucketConfiguration wanted) {
        return inheriting(state, null, wanted);
    }

    private static BucketConfiguration inheriting(
            BucketState state, @Nullable BucketState earlier, BucketConfiguration wanted) {
        double lowest = lowestShare(state);
        List<Bandwidth> bandwidths = new ArrayList<>();
        for (Bandwidth each : wanted.getBandwidths()) {
            int known = earlier == null ? -1 : indexOf(each.getId(), earlier.getConfiguration());
            double share = earlier == null || known < 0 ? lowest : Math.min(lowest, share(earlier, known));
            bandwidths.add(bandwidth(each.getRefillPeriodNanos(), each.getRefillTokens(), each.getCapacity())
                    .initialTokens((long) (each.getCapacity() * share))
                    .build());
        }
        return new BucketConfiguration(bandwidths);
    }

    private static double lowestShare(BucketState state) {
        double lowest = 1;
        for (int i = 0; i < state.getConfiguration().getBandwidths().length; i++) {
            lowest = Math.min(lowest, share(state, i));
        }
        return lowest;
    }

    private static double share(BucketState state, int window) {
        long capacity = state.getConfiguration().getBandwidths()[window].getCapacity();
        return Math.max(0, (double) state.getCurrentSize(window) / capacity);
    }
}
