/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.env.Environment;

/**
 * Puts our meters into the application's registry, where there is one. Spring times requests itself, if it observes them;
 * then that timer is bounded as ours would be, and ours is left out.
 */
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
    private static final int BOOTS_MAX_URIS = 100;
    private static final int OUR_MAX_ROUTES = 200;

    // NOT_FOUND, REDIRECTION, UNKNOWN, root, and our _OTHER.
    private static final int WORDS = 5;

    // The runtime closes them.
    @Bean(destroyMethod = "")
    @ConditionalOnMissingBean
    Meters breakwaterMeters(
            MeterRegistry registry,
            @Qualifier("breakwaterRequestMeterFilter") MeterFilter requests,
            ListableBeanFactory beans) {
        Meters meters = Meters.of(registry).withOverflowOf(requests);
        return ObservationFirst.isThere(beans) ? meters.withoutRequestTimer() : meters;
    }

    // The switch is read here and not by a condition, which ahead-of-time processing would decide for good.
    @Bean
    MeterFilter breakwaterRequestMeterFilter(Environment environment) {
        return isOff(environment, "breakwater.enabled") || isOff(environment, "breakwater.metrics.enabled")
                ? new MeterFilter() {}
                : Meters.requestFilter(maxUris(environment));
    }

    private static boolean isOff(Environment environment, String key) {
        return environment.getProperty(key, "").strip().equalsIgnoreCase("false");
    }

    // Boot denies every request beyond so many values of the tag, ours and its own words for no template among them.
    private static int maxUris(Environment environment) {
        int boots =
                environment.getProperty("management.metrics.web.server.max-uri-tags", Integer.class, BOOTS_MAX_URIS);
        return Math.max(1, Math.min(maxRoutes(environment), boots - WORDS));
    }

    private static int maxRoutes(Environment environment) {
        try {
            return environment.getProperty("breakwater.metrics.max-routes", Integer.class, OUR_MAX_ROUTES);
        } catch (ConversionException told) {
            // The runtime refuses it with all other faults.
            return OUR_MAX_ROUTES;
        }
    }
}
