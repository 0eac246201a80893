/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import dev.breakwater.benchmarks.redis.Latencies;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What became of requests. Safe for use by many threads. */
final class Tally {
    private static final int MOST_FAULTS = 5;

    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> faults = new LinkedHashMap<>();
    private Latencies recent = new Latencies();
    private long slowest;
    private long sent;
    private long answered;
    private long served;
    private long limited;
    private long unavailable;
    private long failed;
    private long refused;
    private long broken;
    private long marked;

    synchronized void sending() {
        sent++;
    }

    /** An answer; only for those that serve does it matter how long they took, since refusals are fast. */
    synchronized void answered(int status, long nanos, boolean isMarked) {
        answered++;
        if (status < 300) {
            served++;
            marked += isMarked ? 1 : 0;
            latencies.add(nanos);
            recent.add(nanos);
            slowest = Math.max(slowest, nanos);
        } else if (status == 429) {
            limited++;
        } else if (status == 503) {
            unavailable++;
        } else if (status >= 500) {
            failed++;
            fault("status " + status);
        } else {
            refused++;
            fault("status " + status);
        }
    }

    /** No answer. */
    synchronized void broken(Throwable why) {
        broken++;
        fault(why.toString());
    }

    private void fault(String what) {
        if (faults.size() < MOST_FAULTS || faults.containsKey(what)) {
            faults.merge(what, 1, Integer::sum);
        }
    }

    synchronized void add(Tally other) {
        synchronized (other) {
            latencies.add(other.latencies);
            slowest = Math.max(slowest, other.slowest);
            sent += other.sent;
            answered += other.answered;
            served += other.served;
            limited += other.limited;
            unavailable += other.unavailable;
            failed += other.failed;
            refused += other.refused;
            broken += other.broken;
            marked += other.marked;
            other.faults.forEach((what, times) -> faults.merge(what, times, Integer::sum));
        }
    }

    synchronized long sent() {
        return sent;
    }

    synchronized long answered() {
        return answered;
    }

    /** Sent, and neither answered nor given up. */
    synchronized long open() {
        return sent - answered - broken;
    }

    /** Answers below 300. */
    synchronized long served() {
        return served;
    }

    /** Answers 429. */
    synchronized long limited() {
        return limited;
    }

    /** Answers 503. */
    synchronized long unavailable() {
        return unavailable;
    }

    /** Answers of 500 and above but 503. */
    synchronized long failed() {
        return failed;
    }

    /** Answers of 300 and above and below 500 but 429. */
    synchronized long refused() {
        return refused;
    }

    /** Requests without an answer. */
    synchronized long broken() {
        return broken;
    }

    /** Answers that serve, and bear the mark that was looked for. */
    synchronized long marked() {
        return marked;
    }

    /** The time within which this share of all that were served had their answer. */
    synchronized double millis(double share) {
        return (share == 1 ? slowest : latencies.quantile(share)) / 1e6;
    }

    /** As {@link #millis}, since this was asked last. */
    synchronized double recentMillis(double share) {
        double millis = recent.quantile(share) / 1e6;
        recent = new Latencies();
        return millis;
    }

    /** What went wrong how often, a few kinds of it. */
    synchronized List<String> faults() {
        return faults.entrySet().stream()
                .map(entry -> entry.getValue() + " times " + entry.getKey())
                .toList();
    }
}
