/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet.load;

import java.util.Arrays;
import java.util.Locale;

/** What became of the requests of one phase. Answers count where their request was sent, whenever they come. */
final class LoadResult {
    // Twice what an idle service takes.
    private static final long SLOW_NANOS = 100_000_000;

    int sent;
    private int unsent;
    private int failed;
    private final Latencies admitted = new Latencies();
    private final Latencies refused = new Latencies();
    private int inTime;
    private long start;
    private long end = Long.MAX_VALUE;
    private long lastBad;

    void begin(long now) {
        start = now;
        lastBad = now;
    }

    void end(long now) {
        end = now;
    }

    void unsent(long now) {
        unsent++;
        lastBad = now;
    }

    void answered(int status, long sentAt, long now) {
        if (status == 200) {
            admitted.add(now - sentAt);
            inTime += end == Long.MAX_VALUE ? 1 : 0;
        } else if (status == 503) {
            refused.add(now - sentAt);
        } else {
            failed++;
        }
        if (status != 200 || now - sentAt > SLOW_NANOS) {
            lastBad = Math.max(lastBad, sentAt);
        }
    }

    @Override
    public String toString() {
        double seconds = (end - start) / 1e9;
        return String.format(
                Locale.ROOT,
                "offered=%.0f sent=%d unsent=%d ok=%d goodput=%.1f refused=%d failed=%d ok.p50=%.1f ok.p99=%.1f ok.max=%.1f"
                        + " refused.p50=%.2f refused.p99=%.2f lastBad=%.2f",
                sent / seconds,
                sent,
                unsent,
                admitted.count,
                inTime / seconds,
                refused.count,
                failed,
                admitted.millis(0.5),
                admitted.millis(0.99),
                admitted.millis(1),
                refused.millis(0.5),
                refused.millis(0.99),
                (lastBad - start) / 1e9);
    }

    private static final class Latencies {
        private long[] nanos = new long[1024];
        private int count;

        void add(long latency) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = latency;
        }

        double millis(double quantile) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            return count == 0 ? 0 : sorted[(int) Math.ceil(quantile * (count - 1))] / 1e6;
        }
    }
}
