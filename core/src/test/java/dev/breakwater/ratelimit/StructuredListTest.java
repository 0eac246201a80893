/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests' own reader must be strict, or what passes it proves nothing. */
final class StructuredListTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\",",
                ",\"a\"",
                "\"a\" \"b\"",
                "\"a\";R=1",
                "\"a\";r=",
                "\"a\";r=1;r=2",
                "\"a\" ;r=1",
                "\"a\";r=1000000000000000",
                "\"a\";r=1.",
                "\"a\";r=1.2345",
                "\"a",
                "\"\\a\"",
                "\"\u00e9\"",
                "\"a\";pk=:%:",
                "\"a\";pk=:YQ==",
                "?2",
                "1a",
                "\"a\"\t",
            })
    void refuses_what_is_no_list(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> StructuredList.parse(text));
    }

    @Test
    void reads_what_is_one() {
        assertThat(StructuredList.parse("")).isEmpty();
        assertThat(StructuredList.parse("\"a\\\"\\\\\";r=999999999999999; t=-1;x,\tb/c;d=1.5"))
                .containsExactly(
                        new StructuredList.Item(
                                new StructuredList.Text("a\"\\"),
                                Map.of("r", 999_999_999_999_999L, "t", -1L, "x", true)),
                        new StructuredList.Item("b/c", Map.of("d", new BigDecimal("1.5"))));
        assertThat((byte[]) StructuredList.parse(":YWI=:").get(0).value()).containsExactly('a', 'b');
        assertThat(StructuredList.parseDictionary("a=1, b"))
                .containsExactly(
                        Map.entry("a", new StructuredList.Item(1L, Map.of())),
                        Map.entry("b", new StructuredList.Item(true, Map.of())));
    }
}
