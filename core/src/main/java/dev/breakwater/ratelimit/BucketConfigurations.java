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
     */
    static BucketState carry(BucketState state, BucketConfiguration wanted, long now) {
        if (!state.getConfiguration().equals(wanted)) {
            state = state.replaceConfiguration(
                    inheriting(state, wanted), TokensInheritanceStrategy.PROPORTIONALLY, now);
        }
        state.setConfiguration(wanted);
        return state;
    }

    /**
     * The limits, with a beginning for windows that the state does not know: as full as its emptiest one.
     *
     * @param state refilled up to now
     */
    static BucketConfiguration inheriting(BucketState state, BucketConfiguration wanted) {
        double share = lowestShare(state);
        List<Bandwidth> bandwidths = new ArrayList<>();
        for (Bandwidth each : wanted.getBandwidths()) {
            bandwidths.add(bandwidth(each.getRefillPeriodNanos(), each.getRefillTokens(), each.getCapacity())
                    .initialTokens((long) (each.getCapacity() * share))
                    .build());
        }
        return new BucketConfiguration(bandwidths);
    }

    private static double lowestShare(BucketState state) {
        Bandwidth[] bandwidths = state.getConfiguration().getBandwidths();
        double lowest = 1;
        for (int i = 0; i < bandwidths.length; i++) {
            lowest = Math.min(lowest, (double) state.getCurrentSize(i) / bandwidths[i].getCapacity());
        }
        return Math.max(0, lowest);
    }
}
