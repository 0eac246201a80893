/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LimitTest {
    @ParameterizedTest
    @CsvSource({
        "100 per minute,           100/1m",
        "100 PER Minute,           100/1m",
        "20 per 10 seconds,        20/10s",
        "100/1h,                   100/1h",
        "5/s,                      5/1s",
        "100 per hour,             100/1h",
        "1000 per day,             1000/1d",
        "7 / 90 s,                 7/90s",
        "60 per 60 minutes,        60/1h",
        "10/250ms,                 10/250ms",
        "0 per minute,             0/1m",
        "9223372036854775807/h,    9223372036854775807/1h",
        "' 5/s ; 100 per hour ',   '5/1s, 100/1h'",
    })
    void reads_limits_in_words(String words, String meant) {
        assertThat(Limit.parse(words)).hasToString("[" + meant + "]");
    }

    @ParameterizedTest
    @CsvSource({
        "'',                       BW-RATE-003",
        "100,                      BW-RATE-003",
        "unlimited,                BW-RATE-003",
        "unlimited per minute,     BW-RATE-003",
        "-5 per minute,            BW-RATE-003",
        "1.5/s,                    BW-RATE-003",
        "1e3/s,                    BW-RATE-003",
        "per minute,               BW-RATE-003",
        "/s,                       BW-RATE-003",
        "5/s;,                     BW-RATE-003",
        "٣/s,                      BW-RATE-003",
        "9223372036854775808/s,    BW-RATE-004",
        "5/,                       BW-RATE-005",
        "5/fortnight,              BW-RATE-005",
        "5/0s,                     BW-RATE-005",
        "5/-1s,                    BW-RATE-005",
        "5/367d,                   BW-RATE-005",
        "5/99999999999999999999d,  BW-RATE-005",
        "5/s/m,                    BW-RATE-005",
        "5 per per minute,         BW-RATE-005",
    })
    void says_what_is_wrong_with_words_that_are_no_limit(String words, String code) {
        Problems problems = new Problems();

        Limit.parse(words, "limits[0]", problems);

        assertThat(problems.all()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.path()).isEqualTo("limits[0]");
            assertThat(problem.isError()).isTrue();
        });
    }

    @Test
    void tells_how_to_have_no_limit_when_asked_for_unlimited() {
        assertThatThrownBy(() -> Limit.parse("unlimited"))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-RATE-003 limits: unlimited (expected: COUNT per WINDOW")
                .hasMessageContaining("Remove the policy");
    }

    @Test
    void shows_how_to_write_the_number_that_was_meant() {
        assertThatThrownBy(() -> Limit.parse("7 requests"))
                .hasMessageContaining("BW-RATE-003")
                .hasMessageContaining("Write for example 7 per minute.");
        assertThatThrownBy(() -> Limit.parse("many")).hasMessageContaining("Write for example 100 per minute.");
    }

    @Test
    void refuses_counts_and_windows_out_of_range() {
        assertThatThrownBy(() -> Limit.of(-1, Duration.ofMillis(1).plusNanos(1)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageContaining("BW-RATE-004")
                .hasMessageContaining("BW-RATE-005");
        assertThat(Limit.of(5, Duration.ofSeconds(1)))
                .isEqualTo(Limit.parse("5/s").get(0));
    }
}
