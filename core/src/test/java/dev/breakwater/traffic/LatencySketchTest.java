/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LatencySketchTest {
    private static final long MICROSECOND = 1_000;
    private static final long HOUR = 3_600_000_000_000L;

    @Property
    void aBucketsMiddleIsWithinOnePercentOfWhateverIsInIt(@ForAll @LongRange(min = 1_024, max = HOUR) long nanos) {
        long middle = LatencySketch.middleOf(LatencySketch.bucketOf(nanos));
        assertThat((double) middle).isCloseTo(nanos, within(nanos * 0.01));
    }

    @Property
    void longerDurationsAreInNoEarlierBucket(@ForAll @LongRange(min = 0, max = HOUR) long nanos) {
        assertThat(LatencySketch.bucketOf(nanos + 1)).isGreaterThanOrEqualTo(LatencySketch.bucketOf(nanos));
    }

    @Test
    void whatIsOutsideCountsAsTheNearest() {
        assertThat(LatencySketch.bucketOf(-5)).isZero();
        assertThat(LatencySketch.bucketOf(0)).isZero();
        assertThat(LatencySketch.bucketOf(Long.MAX_VALUE)).isEqualTo(LatencySketch.DOUBLINGS * LatencySketch.STEPS - 1);
    }

    @Test
    void quantilesAreWithinOnePercentOfTheTrueOnes() {
        SplittableRandom random = new SplittableRandom(42);
        long[] nanos = new long[100_000];
        for (int i = 0; i < nanos.length; i++) {
            // From a microsecond to a minute, evenly by magnitude.
            nanos[i] = (long) (MICROSECOND * 1.1 * Math.exp(random.nextDouble() * Math.log(6e7)));
        }
        Latencies latencies = sketched(nanos);
        Arrays.sort(nanos);
        for (double share : new double[] {0.01, 0.5, 0.9, 0.95, 0.99, 0.999}) {
            long exact = nanos[(int) Math.ceil(share * nanos.length) - 1];
            assertThat((double) latencies.quantile(share)).isCloseTo(exact, within(exact * 0.01));
        }
    }

    @Test
    void whatTwoInstancesCountedPutTogetherIsWhatOneWouldHaveCounted() {
        long[] quick = new long[900];
        Arrays.fill(quick, TimeUnit.MILLISECONDS.toNanos(10));
        long[] slow = new long[100];
        Arrays.fill(slow, TimeUnit.MILLISECONDS.toNanos(800));

        Latencies both = sketched(quick).and(sketched(slow));

        assertThat(both.count()).isEqualTo(1_000);
        assertThat(both.quantile(0.5) / 1e6).isCloseTo(10, within(0.1));
        assertThat(both.quantile(0.95) / 1e6).isCloseTo(800, within(8.0));
    }

    @Test
    void withoutRequestsThereIsNothingToSay() {
        assertThat(Latencies.none().count()).isZero();
        assertThat(Latencies.none().quantile(0.95)).isZero();
    }

    @Test
    void aShareIsNeverMoreThanAll() {
        assertThatThrownBy(() -> Latencies.none().quantile(95)).hasMessage("share: 95.0 (expected: 0 to 1)");
    }

    @Test
    void threadsLoseNoCount() throws Exception {
        LatencySketch sketch = new LatencySketch();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                for (int i = 0; i < 50_000; i++) {
                    sketch.add(i * 1_000L);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        long[] counts = Latencies.emptyCounts();
        sketch.addTo(counts);
        assertThat(Latencies.of(counts).count()).isEqualTo(200_000);
    }

    private static Latencies sketched(long[] nanos) {
        LatencySketch sketch = new LatencySketch();
        for (long each : nanos) {
            sketch.add(each);
        }
        long[] counts = Latencies.emptyCounts();
        sketch.addTo(counts);
        return Latencies.of(counts);
    }
}
