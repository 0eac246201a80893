/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How events are processed.
 *
 * @param capacity how many can wait or be in process; {@code EVENT_QUEUE_CAPACITY}
 * @param workers how many are processed at a time; {@code EVENT_WORKERS}
 * @param attempts how often an event is tried
 * @param backoff the longest wait before the second attempt; doubled with each further one
 * @param maxBackoff what a wait never exceeds
 * @param deadLetters how many that were given up are kept
 * @param journal the file that outlives the process; empty if there is none; {@code EVENT_JOURNAL}
 * @param finishWithin how long stopping waits for what is left
 */
@ConfigurationProperties("deal-health.events")
record EventSettings(
        int capacity,
        int workers,
        int attempts,
        Duration backoff,
        Duration maxBackoff,
        int deadLetters,
        String journal,
        Duration finishWithin) {
    EventSettings {
        StringBuilder faults = new StringBuilder();
        check("capacity (EVENT_QUEUE_CAPACITY)", capacity, 1_000_000, faults);
        check("workers (EVENT_WORKERS)", workers, 100, faults);
        check("attempts", attempts, 100, faults);
        check("dead-letters", deadLetters, 1_000_000, faults);
        check("backoff", backoff, faults);
        check("max-backoff", maxBackoff, faults);
        check("finish-within", finishWithin, faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(faults.toString().strip());
        }
    }

    private static void check(String name, int value, int most, StringBuilder faults) {
        if (value < 1 || value > most) {
            faults.append(name)
                    .append('=')
                    .append(value)
                    .append(" (expected: 1 to ")
                    .append(most)
                    .append("). ");
        }
    }

    private static void check(String name, Duration value, StringBuilder faults) {
        if (value.isNegative() || value.compareTo(Duration.ofHours(1)) > 0) {
            faults.append(name).append('=').append(value).append(" (expected: 0s to 1h). ");
        }
    }
}
