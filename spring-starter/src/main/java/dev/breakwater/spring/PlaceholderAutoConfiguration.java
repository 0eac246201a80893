/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.servlet.PlaceholderFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** Stands in until the first real type arrives. */
@AutoConfiguration
@ConditionalOnWebApplication
@ConditionalOnClass(FilterRegistrationBean.class)
public final class PlaceholderAutoConfiguration {
    /** Creates the configuration. */
    public PlaceholderAutoConfiguration() {}

    @Bean
    FilterRegistrationBean<PlaceholderFilter> placeholderFilter() {
        return new FilterRegistrationBean<>(new PlaceholderFilter());
    }
}
