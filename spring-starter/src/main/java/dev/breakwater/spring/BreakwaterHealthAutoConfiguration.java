/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * Joins our health with Actuator's, where there is one: its indicators run in the background, and our components are
 * among what it shows. Actuator knows no DEGRADED; unless the application says in which order its statuses count, that
 * one stands between UP and OUT_OF_SERVICE. It is answered with 200, as every status that has no code.
 */
// Not after BreakwaterAutoConfiguration, which comes after Spring Security's, and that after Actuator's.
@AutoConfiguration(
        beforeName = {
            "org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.health.HealthEndpointAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class BreakwaterHealthAutoConfiguration {
    private static final List<String> ORDER = List.of("DOWN", "OUT_OF_SERVICE", "DEGRADED", "UP", "UNKNOWN");

    @Bean
    OwnComponents breakwaterOwnComponents(
            ObjectProvider<BreakwaterRuntime> runtime, ObjectProvider<BackgroundNames> background) {
        return new OwnComponents(runtime, background);
    }

    private static List<String> order(Environment environment) {
        return Binder.get(environment)
                .bind("management.endpoint.health.status.order", Bindable.listOf(String.class))
                .orElse(ORDER);
    }

    /** No Actuator at all. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(DataSource.class)
    @ConditionalOnMissingClass({
        "org.springframework.boot.health.registry.HealthContributorRegistry",
        "org.springframework.boot.actuate.health.HealthContributorRegistry"
    })
    static class WithoutActuator {

        @Bean
        DataSourceChecks breakwaterDataSourceChecks(BreakwaterRuntime runtime) {
            return new DataSourceChecks(runtime);
        }
    }

    /** Actuator as it is since Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.registry.HealthContributorRegistry")
    static class OnBoot4 {

        @Bean
        BackgroundIndicators<?, ?> breakwaterBackgroundIndicators(
                BreakwaterRuntime runtime,
                ApplicationContext context,
                Environment environment,
                ObjectProvider<org.springframework.boot.health.registry.HealthContributorRegistry> registry,
                ObjectProvider<org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper> mapper) {
            return new BackgroundIndicators<>(runtime, context, environment, new Boot4Health(registry, mapper));
        }

        @Bean
        @ConditionalOnMissingBean(name = "breakwaterHealthIndicator")
        org.springframework.boot.health.contributor.CompositeHealthContributor breakwaterHealthContributor(
                OwnComponents components) {
            return new Boot4Health.Own(components);
        }

        @Bean
        @ConditionalOnMissingBean
        org.springframework.boot.health.actuate.endpoint.StatusAggregator breakwaterStatusAggregator(
                Environment environment) {
            return org.springframework.boot.health.actuate.endpoint.StatusAggregator.of(order(environment));
        }
    }

    /** Actuator as it was before. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthContributorRegistry")
    static class OnBoot3 {

        @Bean
        BackgroundIndicators<?, ?> breakwaterBackgroundIndicators(
                BreakwaterRuntime runtime,
                ApplicationContext context,
                Environment environment,
                ObjectProvider<org.springframework.boot.actuate.health.HealthContributorRegistry> registry,
                ObjectProvider<org.springframework.boot.actuate.health.HttpCodeStatusMapper> mapper) {
            return new BackgroundIndicators<>(runtime, context, environment, new Boot3Health(registry, mapper));
        }

        @Bean
        @ConditionalOnMissingBean(name = "breakwaterHealthIndicator")
        org.springframework.boot.actuate.health.CompositeHealthContributor breakwaterHealthContributor(
                OwnComponents components) {
            return new Boot3Health.Own(components);
        }

        @Bean
        @ConditionalOnMissingBean
        org.springframework.boot.actuate.health.StatusAggregator breakwaterStatusAggregator(Environment environment) {
            return new org.springframework.boot.actuate.health.SimpleStatusAggregator(order(environment));
        }
    }
}
