/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private static final String ONE = "one-key-0123456789";
    private static final String OTHER = "other-key-0123456789";

    @Test
    void nameTheUserOfEach() {
        ApiKeys keys = ApiKeys.parse("alice:" + ONE + ", batch:" + OTHER);
        assertThat(keys.user(ONE)).isEqualTo("alice");
        assertThat(keys.user(OTHER)).isEqualTo("batch");
        assertThat(keys.isEmpty()).isFalse();
        assertThat(keys).hasToString("2 API keys");
    }

    @Test
    void mayBeTwoOfOneUserSoThatOneCanBeChanged() {
        ApiKeys keys = ApiKeys.parse("alice:" + ONE + ",alice:" + OTHER);
        assertThat(keys.user(ONE)).isEqualTo(keys.user(OTHER)).isEqualTo("alice");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "one-key-012345678", "one-key-01234567890", "ONE-KEY-0123456789", "alice:one-key-0123456789"
            })
    void areKnownAsAWholeOnly(String key) {
        assertThat(ApiKeys.parse("alice:" + ONE).user(key)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void areNoneIfTheVariableIsEmpty(String text) {
        assertThat(ApiKeys.parse(text).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    one-key-0123456789                       | entry 1
                    :one-key-0123456789                      | entry 1
                    al ice:one-key-0123456789                | entry 1
                    alice:one-key                            | entry 1
                    alice:one-key-0123456789,                | entry 2
                    alice:one-key-0123456789,bob:one-key-0123456789 | entry 2
                    """)
    void thatMakeNoSenseAreNamedByTheirPlaceAlone(String text, String entry) {
        assertThatThrownBy(() -> ApiKeys.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("DECISION_API_KEYS: " + entry)
                .hasMessageNotContaining("one-key");
    }
}
