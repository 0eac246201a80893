/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.Observer;
import dev.breakwater.metrics.MeterObserver;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Counts decisions in the application's meter registry, where there is one. */
@AutoConfiguration(
        before = BreakwaterAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
public final class BreakwaterMetricsAutoConfiguration {

    // The switch is read here and not by a condition, which ahead-of-time processing would decide for good.
    @Bean
    Observer breakwaterMeterObserver(MeterRegistry registry, Environment environment) {
        String enabled = environment.getProperty("breakwater.metrics.enabled", "");
        return enabled.strip().equalsIgnoreCase("false") ? (decision, exchange) -> {} : new MeterObserver(registry);
    }
}
