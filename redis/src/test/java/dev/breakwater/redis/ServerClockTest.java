/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ServerClockTest {
    private final ServerClock clock = new ServerClock();

    @Test
    void knows_nothing_before_the_first_answer() {
        assertThat(clock.at(123_000_000)).isZero();
    }

    @Test
    void is_ahead_of_the_truth_by_no_more_than_the_way_to_the_server() {
        // Asked at 10 ms, answered at 14 ms; the server's clock is 1,000 s ahead, and it looked at 12 ms.
        clock.learn(1_000_012_000, 10_000_000, 14_000_000);

        assertThat(clock.at(20_000_000)).isBetween(1_000_020_000L, 1_000_022_000L);
    }

    @Test
    void gets_better_with_quicker_answers_and_keeps_what_slower_ones_bear_out() {
        clock.learn(1_000_012_000, 10_000_000, 14_000_000);
        clock.learn(1_000_020_100, 20_000_000, 20_200_000);
        clock.learn(1_000_040_000, 30_000_000, 50_000_000);

        assertThat(clock.at(60_000_000)).isEqualTo(1_000_060_100L);
    }

    @Test
    void follows_at_once_when_the_servers_clock_is_set_either_way() {
        clock.learn(1_000_012_000, 10_000_000, 14_000_000);
        clock.learn(1_005_020_000, 20_000_000, 20_200_000);
        assertThat(clock.at(20_000_000)).isEqualTo(1_005_020_000L);

        clock.learn(995_030_000, 30_000_000, 30_200_000);
        assertThat(clock.at(30_000_000)).isEqualTo(995_030_000L);
    }

    @Test
    void works_where_this_machines_clock_is_negative() {
        clock.learn(5_000_000, -2_000_001, -1_900_000);

        assertThat(clock.at(-1_000_000)).isBetween(5_000_900L, 5_001_010L);
    }
}
