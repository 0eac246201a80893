/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.cost.CallCost;
import java.math.BigDecimal;
import java.util.concurrent.atomic.LongAdder;

/** What calls to one model used and cost. Safe for use by many threads. */
final class LlmCounts {
    private final LongAdder calls = new LongAdder();
    private final LongAdder unpriced = new LongAdder();
    private final LongAdder input = new LongAdder();
    private final LongAdder output = new LongAdder();
    private final LongAdder nanoUsd = new LongAdder();

    void add(CallCost call) {
        calls.increment();
        if (call.usage().isKnown()) {
            input.add(call.usage().totalInput());
            output.add(call.usage().totalOutput());
        }
        if (call.isPriced()) {
            nanoUsd.add(call.nanoUsd());
        } else {
            unpriced.increment();
        }
    }

    long calls() {
        return calls.sum();
    }

    /** Calls whose cost is not known, and not in the sum. */
    long unpriced() {
        return unpriced.sum();
    }

    long inputTokens() {
        return input.sum();
    }

    long outputTokens() {
        return output.sum();
    }

    long nanoUsd() {
        return nanoUsd.sum();
    }

    /** Nano-dollars as dollars, to the last digit. */
    static String usd(long nanoUsd) {
        return BigDecimal.valueOf(nanoUsd, 9).toPlainString();
    }
}
