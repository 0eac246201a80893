/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.ErrorListener;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.config.Layer;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.metrics.Meters;
import dev.breakwater.ratelimit.PlanResolver;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.runtime.SharedStateProvider;
import dev.breakwater.servlet.BreakwaterFilter;
import dev.breakwater.traffic.QueueGauges;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.util.EnumSet;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.info.BuildProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Starts the runtime from {@code breakwater.*} and puts its filter before all others but Spring's
 * observation. Beans of the application join in:
 * a {@link Guard} takes the place of ours with the same name or is added, every {@link Observer} hears, every {@link
 * HealthCheck} is run, a {@link CallerVerifier} verifies, a {@link RateLimitStore} keeps the buckets, a {@link
 * SharedStateProvider} opens what instances share, a {@link PlanResolver} says on which plan callers are, every {@link ErrorListener} hears of failures, an {@link EventSink} takes the request events, {@link Meters} take what is
 * measured.
 *
 * <p>{@code breakwater.enabled=false} takes away the protections but not the beans, so that an application which injects
 * them still starts, and a misspelt value is a fault as any other rather than a quiet way to no protection. It counts at
 * run time too where the beans have been settled ahead of time.
 */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.observation.web.servlet.WebMvcObservationAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(Filter.class)
@ImportRuntimeHints(NativeImageHints.class)
public final class BreakwaterAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    BreakwaterRuntime breakwaterRuntime(
            ConfigurableEnvironment environment, ObjectProvider<BuildProperties> build, ListableBeanFactory beans) {
        Layer defaults = ServiceDefaults.of(environment, build.getIfAvailable());
        return new JoiningBeans(beans)
                .join(BreakwaterRuntime.builder(EnvironmentLayers.of(environment, defaults)))
                .servingLater()
                .start();
    }

    @Bean
    ReadyAnnouncement breakwaterReadyAnnouncement(BreakwaterRuntime runtime) {
        return new ReadyAnnouncement(runtime);
    }

    @Bean
    AvailabilityBridge breakwaterAvailabilityBridge(BreakwaterRuntime runtime, ConfigurableApplicationContext context) {
        return new AvailabilityBridge(runtime, context);
    }

    @Bean
    DrainOnClose breakwaterDrainOnClose(BreakwaterRuntime runtime, ApplicationContext context) {
        return new DrainOnClose(runtime, context);
    }

    @Bean
    AddressRewritingValves breakwaterAddressRewritingValves(BreakwaterRuntime runtime, ApplicationContext context) {
        return new AddressRewritingValves(runtime, context);
    }

    @Bean
    LimitsWithoutUsers breakwaterLimitsWithoutUsers(BreakwaterRuntime runtime, ListableBeanFactory beans) {
        return new LimitsWithoutUsers(runtime, IdentityPoint.isAmong(beans));
    }

    // Lazy, because an application's own runtime may have none.
    @Bean
    @Lazy
    @ConditionalOnMissingBean
    LlmMeter breakwaterLlmMeter(BreakwaterRuntime runtime) {
        return runtime.llmMeter();
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    Budgets breakwaterBudgets(BreakwaterRuntime runtime) {
        return runtime.budgets();
    }

    @Bean
    @Lazy
    @ConditionalOnMissingBean
    QueueGauges breakwaterQueueGauges(BreakwaterRuntime runtime) {
        return runtime.queues();
    }

    @Bean
    static ObservationFirst breakwaterObservationFirst() {
        return new ObservationFirst();
    }

    @Bean
    FilterRegistrationBean<BreakwaterFilter> breakwaterFilter(BreakwaterRuntime runtime, ListableBeanFactory beans) {
        RewritingBeans.check(runtime, beans);
        BreakwaterFilter filter = IdentityPoint.isAmong(beans)
                ? BreakwaterFilter.beforeAuthentication(runtime)
                : new BreakwaterFilter(runtime);
        return registration(filter, Ordered.HIGHEST_PRECEDENCE);
    }

    static <F extends Filter> FilterRegistrationBean<F> registration(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        registration.setAsyncSupported(true);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR));
        registration.setUrlPatterns(List.of("/*"));
        return registration;
    }
}
