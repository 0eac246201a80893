/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import org.junit.jupiter.api.Test;

class TrafficGuardTest extends GuardContract {
    @Override
    protected Guard guard() {
        return new TrafficGuard(Traffic.of(TrafficPolicy.defaults(), new ManualTime()));
    }

    @Test
    void standsBeforeAllThatMayAnswer() {
        assertThat(guard().stage()).isEqualTo(Stage.OBSERVE);
        assertThat(guard().name()).isEqualTo("metrics");
    }
}
