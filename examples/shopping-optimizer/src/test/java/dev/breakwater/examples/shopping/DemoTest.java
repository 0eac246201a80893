/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.shopping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.shopping.demo.Demo;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo checks itself; it takes some ten seconds, since it really waits where clients do. */
@Tag("heavy")
class DemoTest {
    @Test
    void everyStepDoesWhatItShould() throws Exception {
        assertThat(Demo.run(List.of())).isTrue();
    }
}
