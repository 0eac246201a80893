/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.servlet.IdentifiedFilter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * Puts the second admission point right behind Spring Security's filter chain, where the user is known. Looked for by
 * the name of Spring Security's bean, because its types moved between Boot lines.
 */
@AutoConfiguration(
        before = BreakwaterAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(name = "springSecurityFilterChain")
public final class BreakwaterSecurityAutoConfiguration {

    @Bean
    IdentityPoint breakwaterIdentityPoint() {
        return new IdentityPoint();
    }

    // Boot's own default of spring.security.filter.order is -100.
    @Bean
    FilterRegistrationBean<IdentifiedFilter> breakwaterIdentifiedFilter(
            @Value("${spring.security.filter.order:-100}") int securityOrder) {
        return BreakwaterAutoConfiguration.registration(new IdentifiedFilter(), securityOrder + 1);
    }
}
