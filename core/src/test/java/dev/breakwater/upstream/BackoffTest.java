/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
    private static final long BASE = Duration.ofMillis(300).toNanos();
    private static final long CAP = Duration.ofSeconds(10).toNanos();

    private static Backoff backoff(long seed) {
        Random random = new Random(seed);
        return new Backoff(policy(BASE, CAP), bound -> random.nextLong(bound));
    }

    private static UpstreamPolicy policy(long base, long cap) {
        return UpstreamPolicy.named("x")
                .backoff(Duration.ofNanos(base))
                .maxBackoff(Duration.ofNanos(cap))
                .build();
    }

    @ParameterizedTest
    @CsvSource({"1", "2", "3", "5", "6", "7", "10"})
    void drawsUniformlyUpToItsBound(int failures) {
        Backoff backoff = backoff(failures);
        long bound = Math.min(CAP, BASE << (failures - 1));
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            long wait = backoff.nanos(failures);
            assertThat(wait).isBetween(0L, bound);
            sum += wait;
        }
        assertThat(sum / 10_000).isCloseTo(bound / 2.0, within(bound * 0.01));
    }

    @Test
    void differsBetweenInstances() {
        assertThat(backoff(1).nanos(1)).isNotEqualTo(backoff(2).nanos(1));
    }

    @ParameterizedTest
    @CsvSource({"1, 3600", "10, 3600", "62, 3600", "63, 3600", "64, 3600", "1000, 3600"})
    void neverOverflows(int failures, long seconds) {
        long hour = Duration.ofSeconds(seconds).toNanos();
        Backoff backoff = new Backoff(policy(hour, hour), bound -> bound - 1);
        assertThat(backoff.nanos(failures)).isEqualTo(hour);
    }

    @Test
    void staysUnderTheFirstBoundWhenItHasNotDoubledYet() {
        Backoff most = new Backoff(policy(BASE, CAP), bound -> bound - 1);
        assertThat(most.nanos(1)).isEqualTo(BASE);
        assertThat(most.nanos(2)).isEqualTo(2 * BASE);
        assertThat(most.nanos(6)).isEqualTo(32 * BASE);
        assertThat(most.nanos(7)).isEqualTo(CAP);
    }
}
