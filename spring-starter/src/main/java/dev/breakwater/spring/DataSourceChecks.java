/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.DataSourceCheck;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.runtime.BreakwaterRuntime;
import javax.sql.DataSource;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextRefreshedEvent;

/** Where there is no Actuator to do it, has the application's databases checked, each under its bean's name. */
final class DataSourceChecks implements ApplicationListener<ContextRefreshedEvent> {
    private final BreakwaterRuntime runtime;

    DataSourceChecks(BreakwaterRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        Vitals.health(runtime).ifPresent(health -> check(event.getApplicationContext(), health));
    }

    private static void check(ApplicationContext context, HealthAggregator health) {
        context.getBeansOfType(DataSource.class, false, false)
                .forEach((name, source) -> health.register(DataSourceCheck.of(CheckNames.free(name, health), source)));
    }
}
