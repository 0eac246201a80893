/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlaceholderMinimalTest {
    @Test
    @Tag("minimal")
    void runsInBoth() {
        boolean minimal = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .lines()
                .noneMatch(path -> path.contains("micrometer-core"));
        if (minimal) {
            assertThatThrownBy(() -> Class.forName("io.micrometer.core.instrument.MeterRegistry"))
                    .isInstanceOf(ClassNotFoundException.class);
        }
        System.out.println("PLACEHOLDER minimal=" + minimal);
    }
}
