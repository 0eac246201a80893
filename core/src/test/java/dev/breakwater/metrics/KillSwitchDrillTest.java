/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layers;
import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthSnapshot;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.KillSwitchChanged.By;
import dev.breakwater.upstream.Upstream;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A drill: the switch of an upstream is thrown and taken back, and everything that watches says so. */
class KillSwitchDrillTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicInteger sent = new AtomicInteger();
    private final BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers("true"))
            .meters(Meters.of(registry))
            .eventSink((level, line) -> {})
            .start();
    private final Upstream gemini = runtime.upstream("gemini");

    private static Layers layers(String disabled) {
        return Layers.of(Layers.guideVariables(Map.of("DISABLE_GEMINI", disabled)));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private HealthSnapshot snapshot() {
        return runtime.health().orElseThrow().snapshot();
    }

    private HealthStatus component(String name) {
        return snapshot().components().stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow()
                .status();
    }

    private String ask() {
        return gemini.call(() -> "by the model " + sent.incrementAndGet())
                .fallback(failure -> "by rules")
                .get();
    }

    private double counted(String reason) {
        var counter = registry.find("breakwater.upstream.fallbacks")
                .tags("upstream", "gemini", "reason", reason)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private double gauge(String name) {
        return registry.get(name).tags(Tags.of("upstream", "gemini")).gauge().value();
    }

    @Test
    void theFallbackAnswersWhileTheSwitchIsThrownAndTheNextCallGoesOutAfterwards() {
        assertThat(ask()).isEqualTo("by rules");
        assertThat(sent).hasValue(0);
        assertThat(counted("disabled")).isEqualTo(1);
        assertThat(gauge("breakwater.upstream.disabled")).isEqualTo(1);
        // Once the checks have run for the first time.
        Awaitility.await("it is known").until(() -> component("upstream-gemini") == HealthStatus.DEGRADED);
        Awaitility.await("nobody goes elsewhere for it")
                .until(() -> snapshot().status().equals("DEGRADED"));

        runtime.replace(BreakwaterSettings.read(layers("false")));
        assertThat(ask()).isEqualTo("by the model 1");
        assertThat(counted("disabled")).isEqualTo(1);
        assertThat(gauge("breakwater.upstream.disabled")).isZero();
        assertThat(component("upstream-gemini")).isEqualTo(HealthStatus.UP);
    }

    @Test
    void anUpstreamIsMeasuredBeforeItIsCalled() {
        Upstream prices = runtime.upstream("prices");
        Tags tags = Tags.of("upstream", "prices");
        assertThat(registry.get("breakwater.upstream.breaker.state")
                        .tags(tags)
                        .gauge()
                        .value())
                .isZero();
        prices.disable(By.OPERATOR);
        assertThat(registry.get("breakwater.upstream.disabled")
                        .tags(tags)
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void healthIsMeasuredWithoutLookingAtAnything() {
        AtomicInteger runs = new AtomicInteger();
        HealthAggregator health = runtime.health().orElseThrow();
        health.register(HealthCheck.optional("disk", () -> {
            runs.incrementAndGet();
            return HealthResult.degraded("nearly full");
        }));
        await().until(() -> component("disk") == HealthStatus.DEGRADED);
        int before = runs.get();
        for (int i = 0; i < 100; i++) {
            for (ComponentHealth known : snapshot().components()) {
                assertThat(ofComponent("status", known.name())).isEqualTo(known.status() == HealthStatus.UP ? 1 : 0.5);
                assertThat(ofComponent("stuck", known.name())).isZero();
            }
        }
        assertThat(runs).hasValue(before);
        assertThat(registry.get("breakwater.health.check.duration")
                        .tags("component", "disk")
                        .functionTimer()
                        .count())
                .isEqualTo(before);
        health.unregister("disk");
        assertThat(ofComponent("status", "disk")).isNaN();
    }

    private double ofComponent(String meter, String name) {
        return registry.get("breakwater.health." + meter)
                .tags("component", name)
                .gauge()
                .value();
    }

    @Test
    void metersTellHowManyCallsRunAndWhetherTheBreakerIsOpen() {
        Upstream prices = runtime.upstream("prices");
        Tags tags = Tags.of("upstream", "prices");
        prices.call(() -> {
                    assertThat(registry.get("breakwater.upstream.running")
                                    .tags(tags)
                                    .gauge()
                                    .value())
                            .isEqualTo(1);
                    return "fine";
                })
                .get();
        for (int i = 0; i < 20; i++) {
            prices.<String>call(() -> {
                        throw new IOException("down");
                    })
                    .fallback(failure -> "none")
                    .get();
        }
        assertThat(registry.get("breakwater.upstream.breaker.state")
                        .tags(tags)
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("breakwater.upstream.running")
                        .tags(tags)
                        .gauge()
                        .value())
                .isZero();
    }
}
