/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.examples.decision.demo.Demo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The demo checks itself; it takes some fifteen seconds, since it really waits where clients do. */
@Tag("heavy")
class DemoTest {
    @Test
    void everyStepDoesWhatItShould() {
        SpringApplication application = new SpringApplication(DecisionApiApplication.class);
        Demo demo = Demo.prepare(application);
        try (ConfigurableApplicationContext service = application.run()) {
            assertThat(demo.run(service)).isTrue();
        }
    }
}
