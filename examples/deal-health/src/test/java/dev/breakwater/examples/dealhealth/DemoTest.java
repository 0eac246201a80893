/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.dealhealth.demo.Demo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The demo checks itself: two processes, a rolling update under traffic, an outage of Redis. */
@Tag("heavy")
class DemoTest {
    @Test
    void everyStepDoesWhatItShould() throws Exception {
        assertThat(Demo.run(false)).isTrue();
    }
}
