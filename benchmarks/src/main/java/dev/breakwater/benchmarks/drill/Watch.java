/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Looks at what fires about one job, and remembers what should not have. */
final class Watch {
    private static final long BETWEEN_LOOKS_MILLIS = 100;

    private final PrometheusProcess prometheus;
    private final String job;
    private final Set<String> allowed;
    private final Map<String, String> unexpected = new TreeMap<>();

    Watch(PrometheusProcess prometheus, String job, Set<String> allowed) {
        this.prometheus = prometheus;
        this.job = job;
        this.allowed = allowed;
    }

    /**
     * Waits until each of these has been seen to fire, or not to fire.
     *
     * @param alerts their names
     * @param firing which of the two
     * @param atMost how long
     * @param heard of each, when it is seen
     * @return how long each took; those that took longer are missing
     */
    Map<String, Duration> await(Set<String> alerts, boolean firing, Duration atMost, BiConsumer<String, Duration> heard)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Map<String, Duration> seen = new LinkedHashMap<>();
        Duration passed = Duration.ZERO;
        while (seen.size() < alerts.size() && passed.compareTo(atMost) < 0) {
            Set<String> now = look();
            passed = Duration.ofNanos(System.nanoTime() - begin);
            for (String alert : alerts) {
                if (now.contains(alert) == firing && !seen.containsKey(alert)) {
                    seen.put(alert, passed);
                    heard.accept(alert, passed);
                }
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
        return seen;
    }

    /** Whether nothing but what is allowed fires, as soon as that is so, or at the end of this time. */
    boolean isQuietWithin(Duration atMost) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            unexpected.clear();
            look();
            if (unexpected.isEmpty()) {
                return true;
            }
            if (System.nanoTime() - begin > atMost.toNanos()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS_MILLIS);
        }
    }

    private Set<String> look() throws IOException, InterruptedException {
        Set<String> now = new TreeSet<>();
        for (Alert alert : prometheus.firing()) {
            if (alert.job().equals(job)) {
                now.add(alert.name());
                if (!allowed.contains(alert.name())) {
                    unexpected.put(alert.name(), alert.summary());
                }
            }
        }
        return now;
    }

    /** What fired and should not have: the alerts' names, and what they said. */
    Map<String, String> unexpected() {
        return unexpected;
    }
}
