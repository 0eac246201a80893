/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class BreakerTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger opened = new AtomicInteger();
    private final LogTrap log = LogTrap.of(RedisState.class);
    private final Breaker breaker =
            new Breaker(new Breaker.Told("there", "Others go on"), time, opened::incrementAndGet);

    @Test
    void is_open_until_redis_has_been_asked_and_says_nothing_about_it() {
        assertThat(breaker.outage()).isNotNull();
        assertThat(breaker.outage().reason()).isEqualTo("not connected yet");

        breaker.answered();

        assertThat(breaker.outage()).isNull();
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void opens_with_the_first_failure_and_closes_with_the_first_answer() {
        breaker.answered();

        breaker.trip(Fault.TIMEOUT);
        breaker.trip(Fault.LOST);

        assertThat(breaker.outage()).isNotNull();
        assertThat(breaker.outage().reason()).isEqualTo("no answer in time");
        assertThat(opened).hasValue(1);
        breaker.answered();
        assertThat(breaker.outage()).isNull();
    }

    @Test
    void says_once_that_redis_is_away_and_once_that_it_is_back() {
        breaker.answered();
        time.advance(Duration.ofMinutes(1));

        breaker.trip(Fault.TIMEOUT);
        breaker.failed(Fault.LOST);
        breaker.refused();
        breaker.refused();
        time.advance(Duration.ofSeconds(3));
        breaker.answered();

        assertThat(log.lines()).hasSize(2);
        assertThat(log.lines().get(0)).startsWith("WARN Breakwater: Redis at there is away: no answer in time.");
        assertThat(log.lines().get(1))
                .isEqualTo("INFO Breakwater: Redis at there answers again after PT3S; 2 questions went unasked");
    }

    @Test
    void keeps_the_beginning_of_an_outage_and_shows_its_latest_reason() {
        breaker.answered();
        breaker.trip(Fault.TIMEOUT);
        var since = breaker.outage().since();
        time.advance(Duration.ofSeconds(1));

        breaker.failed(Fault.LOST);

        assertThat(breaker.outage().since()).isEqualTo(since);
        assertThat(breaker.outage().reason()).isEqualTo("the connection was lost");
    }

    @Test
    void wants_twice_as_many_answers_each_time_it_opens_again_soon_up_to_eight() {
        breaker.answered();
        for (int wanted : new int[] {1, 2, 4, 8, 8}) {
            time.advance(Duration.ofSeconds(1));
            breaker.trip(Fault.TIMEOUT);
            assertThat(answersUntilClosed()).isEqualTo(wanted);
        }
    }

    @Test
    void begins_anew_with_its_count_when_a_probe_fails() {
        breaker.answered();
        breaker.trip(Fault.TIMEOUT);
        breaker.answered();
        breaker.trip(Fault.TIMEOUT);
        breaker.answered();

        breaker.failed(Fault.TIMEOUT);

        assertThat(answersUntilClosed()).isEqualTo(2);
    }

    @Test
    void forgets_quick_returns_once_it_has_held_for_ten_seconds() {
        breaker.answered();
        for (int i = 0; i < 4; i++) {
            breaker.trip(Fault.TIMEOUT);
            answersUntilClosed();
        }

        time.advance(Duration.ofSeconds(10));
        breaker.trip(Fault.TIMEOUT);

        assertThat(answersUntilClosed()).isEqualTo(1);
    }

    @Test
    void says_of_one_that_comes_and_goes_no_more_than_that_and_when_it_is_steady() {
        breaker.answered();
        for (int i = 0; i < 20; i++) {
            breaker.trip(Fault.TIMEOUT);
            answersUntilClosed();
        }
        assertThat(log.lines()).hasSize(4);
        assertThat(log.lines().get(2)).contains("it comes and goes");

        time.advance(Duration.ofSeconds(10));
        breaker.answered();
        breaker.answered();

        assertThat(log.lines()).hasSize(5);
        assertThat(log.lines().get(4)).startsWith("INFO").contains("steadily");
    }

    @Test
    void says_of_one_that_came_and_went_that_it_is_away_for_long_and_that_it_is_back_then() {
        breaker.answered();
        for (int i = 0; i < 3; i++) {
            breaker.trip(Fault.TIMEOUT);
            answersUntilClosed();
        }
        breaker.trip(Fault.LOST);
        breaker.failed(Fault.LOST);
        int before = log.lines().size();

        time.advance(Duration.ofSeconds(10));
        breaker.failed(Fault.LOST);
        breaker.failed(Fault.LOST);

        assertThat(log.lines()).hasSize(before + 1);
        assertThat(log.lines().get(before))
                .startsWith("WARN Breakwater: Redis at there is away: the connection was lost.")
                .endsWith("every second");
        answersUntilClosed();
        assertThat(log.lines().get(before + 1)).contains("answers again after PT10S");
    }

    @Test
    void tells_of_each_change_once() {
        AtomicInteger changes = new AtomicInteger();
        breaker.onChange(changes::incrementAndGet);
        breaker.answered();
        breaker.answered();
        assertThat(changes).hasValue(1);

        breaker.trip(Fault.TIMEOUT);
        breaker.trip(Fault.LOST);
        breaker.failed(Fault.TIMEOUT);
        assertThat(changes).hasValue(2);
        breaker.failed(Fault.LOST);
        assertThat(changes).hasValue(3);
        breaker.answered();
        assertThat(changes).hasValue(4);
    }

    private int answersUntilClosed() {
        int answers = 0;
        while (breaker.outage() != null) {
            breaker.answered();
            answers++;
        }
        return answers;
    }
}
