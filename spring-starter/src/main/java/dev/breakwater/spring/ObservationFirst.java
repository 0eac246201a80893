/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.core.Ordered;

/**
 * Moves Spring's observation of requests before our filter, so that what we refuse or answer is in {@code
 * http.server.requests} and in traces as everything else is. Both have the highest precedence: of two that have the same,
 * the registration that was defined first comes first, which is what our auto-configuration waits for, and nothing that
 * is no registration gets between them.
 */
final class ObservationFirst implements BeanPostProcessor {
    private static final String OBSERVATION = "org.springframework.web.filter.ServerHttpObservationFilter";

    /** Whether Spring observes requests, and so times them. */
    static boolean isThere(ListableBeanFactory beans) {
        return !FilterBeans.registrations(OBSERVATION, beans).isEmpty();
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof FilterRegistrationBean<?> registration && isObservation(registration.getFilter())) {
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        }
        return bean;
    }

    private static boolean isObservation(@Nullable Object filter) {
        return filter != null && filter.getClass().getName().equals(OBSERVATION);
    }
}
