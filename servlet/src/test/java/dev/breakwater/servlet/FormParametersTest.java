/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormParametersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=1           | a | 1",
                "a=1&a=2       | a | 1,2",
                "&&a=1&        | a | 1",
                "a             | a | ''",
                "a=            | a | ''",
                "=1            | '' | 1",
                "a=b=c         | a | b=c",
                "a=1+2%203     | a | 1 2 3",
                "%61=1         | a | 1",
                "a=%e2%82%AC   | a | \u20ac",
                "a=%           | a | %",
                "a=%4          | a | %4",
                "a=%4&b=1      | a | %4",
                "a=%zz%41      | a | %zzA",
                "a=%26%3D      | a | &="
            })
    void areReadAsBrowsersWriteThem(String text, String name, String values) {
        assertThat(read(text).get(name)).containsExactly(values.split(",", -1));
    }

    @Test
    void keepTheOrderOfAdding() {
        FormParameters form = new FormParameters();
        form.add("b=1&a=2", StandardCharsets.UTF_8);
        form.add("b=3", StandardCharsets.UTF_8);
        form.add(null, StandardCharsets.UTF_8);
        assertThat(form.toMap()).containsOnlyKeys("b", "a");
        assertThat(form.toMap().get("b")).containsExactly("1", "3");
        assertThatThrownBy(() -> form.toMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void areDecodedInTheirCharset() {
        FormParameters form = new FormParameters();
        form.add("a=%e9\u00e9", StandardCharsets.ISO_8859_1);
        assertThat(form.toMap().get("a")).containsExactly("\u00e9\u00e9");
    }

    @Test
    void areAThousandAtMost() {
        assertThat(read("a&".repeat(1_000)).get("a")).hasSize(1_000);
        assertThatThrownBy(() -> read("a&".repeat(1_001))).isInstanceOf(FormParameters.TooManyException.class);
    }

    private static Map<String, String[]> read(String text) {
        FormParameters form = new FormParameters();
        form.add(text, StandardCharsets.UTF_8);
        return form.toMap();
    }
}
