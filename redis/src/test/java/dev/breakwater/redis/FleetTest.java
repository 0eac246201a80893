/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three processes and one Redis, a thousand callers at once. The first process has the right time, the second is five
 * seconds ahead, the third five behind. Windows are so long that nothing comes back while a test runs.
 */
@Timeout(300)
final class FleetTest {
    private static final int CALLERS = 334;

    private static RedisProcess redis;
    private static Fleet fleet;

    @BeforeAll
    static void start() throws IOException {
        redis = RedisProcess.started();
        fleet = new Fleet(redis, "fleet", 0, 5, -5);
    }

    @AfterAll
    static void stop() {
        fleet.close();
        redis.close();
    }

    @Nested
    class OneKey {
        @Test
        void admits_exactly_the_limit_in_every_round() {
            for (int round = 0; round < 3; round++) {
                assertThat(raced("one" + round, 6, "5000 per 366 days").admitted())
                        .isEqualTo(5_000);
            }
        }

        @Test
        @Tag("heavy")
        void admits_exactly_the_limit_in_fifty_rounds() {
            for (int round = 0; round < 50; round++) {
                assertThat(raced("fifty" + round, 6, "5000 per 366 days").admitted())
                        .isEqualTo(5_000);
            }
        }

        @Test
        @Tag("heavy")
        void admits_exactly_the_limit_of_several_policies_in_a_million_decisions() {
            for (int round = 0; round < 10; round++) {
                Race race = raced(
                        "million" + round,
                        100,
                        "70000 per 366 days",
                        "500000 per 366 days;600000 per 365 days",
                        "80000 per 366 days");
                assertThat(race.admitted()).isEqualTo(70_000);
                assertThat(fleet.node(0)
                                .ask("look|million" + round + "|0|0|70000 per 366 days|"
                                        + "500000 per 366 days;600000 per 365 days|80000 per 366 days"))
                        .startsWith("true 0 430000 10000 ");
            }
        }
    }

    @Nested
    class WallClocks {
        @Test
        void that_differ_do_not_change_how_long_anyone_waits() {
            String question = "look|wait|60|0|60 per minute";
            assertThat(fleet.node(1).ask(question)).startsWith("true 0 ");

            long before = System.nanoTime();
            List<Long> waits =
                    fleet.all(question).stream().map(FleetTest::waiting).toList();
            long elapsed = System.nanoTime() - before;

            assertThat(waits)
                    .allSatisfy(wait -> assertThat(wait)
                            .isBetween(waits.get(0) - elapsed, waits.get(0) + elapsed)
                            .isLessThanOrEqualTo(TimeUnit.MINUTES.toNanos(1)));
        }
    }

    @Nested
    class AnInstanceThatIsKilled {
        @Test
        void takes_with_it_no_more_than_it_was_waiting_for() throws IOException {
            String race = "race|killed|" + CALLERS + "|60|15000 per 366 days";
            try (Fleet doomed = new Fleet(redis, "fleet", 0, 0)) {
                doomed.node(0).tell(race);
                doomed.node(1).tell(race);
                Awaitility.await()
                        .pollDelay(0, TimeUnit.MILLISECONDS)
                        .pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> doomed.node(0).admitted() > 500);
                doomed.node(0).kill();

                assertThat(Race.parse(doomed.node(1).answer()).failed()).isZero();
                assertThat(doomed.admitted()).isBetween(15_000L - CALLERS, 15_000L);
                assertThat(doomed.node(0).admitted()).isBetween(500L, 14_000L);
            }
        }
    }

    // What is measured on a busy machine says little, and nothing depends on it; it is there to be read.
    private static Race raced(String name, int attempts, String... limits) {
        List<Race> nodes =
                fleet.all("race|" + name + "|" + CALLERS + "|" + attempts + "|" + String.join("|", limits)).stream()
                        .map(Race::parse)
                        .toList();
        Race sum = nodes.stream().reduce(Race::plus).orElseThrow();
        System.out.printf(
                Locale.ROOT,
                "%s: %d admitted, %d denied, p50 %.1f ms, p99 %.1f ms%n",
                name,
                sum.admitted(),
                sum.denied(),
                sum.p50() / 1e6,
                sum.p99() / 1e6);
        assertThat(sum.failed()).isZero();
        return sum;
    }

    private static long waiting(String look) {
        assertThat(look).startsWith("false ");
        return Long.parseLong(look.substring(look.lastIndexOf(' ') + 1));
    }

    /** What came of a race; times are those of the process that was slowest. */
    private record Race(long admitted, long denied, long failed, long p50, long p99) {
        static Race parse(String line) {
            assertThat(line).doesNotStartWith("fault");
            long[] numbers =
                    List.of(line.split(" ")).stream().mapToLong(Long::parseLong).toArray();
            return new Race(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4]);
        }

        Race plus(Race other) {
            return new Race(
                    admitted + other.admitted,
                    denied + other.denied,
                    failed + other.failed,
                    Math.max(p50, other.p50),
                    Math.max(p99, other.p99));
        }
    }
}
