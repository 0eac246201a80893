/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.caller.IpAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class UnverifiedKeysTest {
    private static final CallerId HERE = address("192.0.2.1");
    private static final CallerId ELSEWHERE = address("192.0.2.2");
    private static final long HOUR = Duration.ofHours(1).toNanos();

    private final UnverifiedKeys keys = new UnverifiedKeys(
            RateLimitPolicy.builder("p").limits("5 per hour").key("api-key").build());

    @Test
    void an_address_has_so_many_and_no_more() {
        assertThat(admitted(HERE, 0, 1_000, 0)).isEqualTo(UnverifiedKeys.PER_ADDRESS);
        assertThat(keys.admit(HERE, key(0), 1)).isTrue();
        assertThat(keys.admit(ELSEWHERE, key(5_000), 1)).isTrue();
    }

    @Test
    void a_key_gives_up_its_place_when_its_bucket_must_be_full_again() {
        admitted(HERE, 0, UnverifiedKeys.PER_ADDRESS, 0);
        keys.admit(HERE, key(7), 1);

        assertThat(keys.admit(HERE, key(1_000), HOUR - 1)).isFalse();
        assertThat(admitted(HERE, 1_000, 1_000, HOUR)).isEqualTo(UnverifiedKeys.PER_ADDRESS - 1);
        assertThat(keys.admit(HERE, key(7), HOUR)).isTrue();
    }

    @Test
    void all_addresses_together_have_so_many_and_no_more() {
        int admitted = 0;
        for (int i = 0; i < 3_000; i++) {
            admitted += admitted(address("10.0." + i / 256 + "." + i % 256), 0, UnverifiedKeys.PER_ADDRESS, 0);
        }

        assertThat(admitted).isEqualTo(UnverifiedKeys.IN_ALL);
    }

    private int admitted(CallerId address, int first, int count, long now) {
        int admitted = 0;
        for (int i = first; i < first + count; i++) {
            admitted += keys.admit(address, key(i), now) ? 1 : 0;
        }
        return admitted;
    }

    private static CallerId key(int number) {
        return CallerId.of(CallerKey.API_KEY, "key-" + number);
    }

    private static CallerId address(String text) {
        return CallerId.ofAddress(IpAddress.parse(text));
    }
}
