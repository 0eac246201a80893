/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.usage.TokenClass;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the calls of one request, which may end on several threads, until the request itself has ended. Most requests
 * make no call, so it holds nothing until there is one. Safe for use by many threads.
 */
final class CostTotals {
    private @Nullable Sums sums;
    private boolean closed;

    /** Adds a call; false if the request has ended and its totals are told. */
    synchronized boolean add(CallCost call) {
        if (closed) {
            return false;
        }
        if (sums == null) {
            sums = new Sums(call);
        }
        sums.add(call);
        return true;
    }

    /** The final sums, null if there was no call; nothing is added any more. */
    synchronized @Nullable RequestCost close() {
        closed = true;
        return sums == null ? null : sums.snapshot();
    }

    /** What this call is by itself. */
    static RequestCost of(CallCost call) {
        Sums alone = new Sums(call);
        alone.add(call);
        return alone.snapshot();
    }

    private static final class Sums {
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable String responseModel;
        private int calls;
        private long input;
        private long output;
        private long cached;
        private int measured;
        private long nanoUsd;
        private int priced;
        private int estimated;

        Sums(CallCost first) {
            provider = first.provider();
            model = first.requestModel();
            responseModel = first.usage().responseModel();
        }

        void add(CallCost call) {
            provider = same(provider, call.provider());
            model = same(model, call.requestModel());
            responseModel = same(responseModel, call.usage().responseModel());
            calls++;
            if (call.usage().isKnown()) {
                measured++;
                input = addUpTo(input, call.usage().totalInput());
                output = addUpTo(output, call.usage().totalOutput());
                cached = addUpTo(cached, call.usage().tokens(TokenClass.CACHE_READ));
            }
            if (call.isPriced()) {
                priced++;
                nanoUsd = addUpTo(nanoUsd, call.nanoUsd());
            }
            if (call.isEstimated()) {
                estimated++;
            }
        }

        /** Sums that are only shown stay at the largest value instead of failing. */
        private static long addUpTo(long one, long other) {
            long sum = one + other;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }

        private static @Nullable String same(@Nullable String one, @Nullable String other) {
            return Objects.equals(one, other) ? one : null;
        }

        RequestCost snapshot() {
            return new RequestCost(
                    provider, model, responseModel, calls, input, output, cached, measured, nanoUsd, priced, estimated);
        }
    }
}
