/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class MembershipTest {
    private final ManualTime time = new ManualTime();
    private final Membership roll = new Membership("test", 1, time);

    @Test
    void begins_with_those_there_are_in_any_case() {
        assertThat(new Membership("test", 4, time).instances()).isEqualTo(4);
        assertThat(roll.instances()).isEqualTo(1);
    }

    @Test
    void is_never_shorter_than_those_there_are_in_any_case() {
        Membership four = new Membership("test", 4, time);

        four.learn(new long[] {2});
        assertThat(four.instances()).isEqualTo(4);
        four.learn(new long[] {5});
        assertThat(four.instances()).isEqualTo(5);
    }

    @Test
    void grows_at_once() {
        hear(2);
        hear(3);

        assertThat(roll.instances()).isEqualTo(3);
    }

    @Test
    void shrinks_a_quarter_of_a_minute_later() {
        hear(3);
        for (long seconds = 0; seconds < 14; seconds += 2) {
            hear(2);
            assertThat(roll.instances()).isEqualTo(3);
        }
        hear(2);

        assertThat(roll.instances()).isEqualTo(2);
    }

    @Test
    void shrinks_step_by_step() {
        hear(5);
        hear(4);
        hear(3);
        for (int i = 0; i < 6; i++) {
            hear(1);
        }
        assertThat(roll.instances()).isEqualTo(4);
        hear(1);
        assertThat(roll.instances()).isEqualTo(3);
        hear(1);
        assertThat(roll.instances()).isEqualTo(1);
    }

    @Nested
    class When_instances_are_replaced_one_after_the_other {
        @Test
        void those_that_go_on_never_believe_that_they_are_alone() {
            hear(2);
            for (int i = 0; i < 50; i++) {
                hear(1);
                assertThat(roll.instances()).isEqualTo(2);
                hear(1);
                hear(2);
            }
        }

        @Test
        void and_redis_fails_meanwhile_the_count_lasts_as_long_as_that() {
            hear(3);
            hear(2);
            time.advance(Duration.ofHours(1));

            assertThat(roll.instances()).isEqualTo(3);
        }
    }

    @Test
    void outlives_a_roll_that_redis_has_lost() {
        hear(3);
        time.advance(Duration.ofMinutes(1));
        hear(1);
        assertThat(roll.instances()).isEqualTo(3);
        hear(2);
        hear(3);
        assertThat(roll.instances()).isEqualTo(3);
    }

    private void hear(long count) {
        roll.learn(new long[] {count});
        time.advance(Membership.EVERY);
    }
}
