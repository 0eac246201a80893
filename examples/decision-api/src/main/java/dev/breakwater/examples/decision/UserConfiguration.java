/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.IdentifiedFilter;
import jakarta.servlet.Filter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Who users are: three filters in this order. The key names the user, limits by user are decided, strangers are refused. */
@Configuration(proxyBeanMethods = false)
class UserConfiguration {
    private static final String API = "/api/*";
    private static final int FIRST = 0;

    @Bean
    ApiKeys apiKeys(Environment environment) {
        ApiKeys keys = ApiKeys.parse(environment.getProperty(ApiKeys.VARIABLE, ""));
        if (keys.isEmpty()) {
            log().warn(
                            "{} is not set: everybody may use this service, and nobody is told apart but by address",
                            ApiKeys.VARIABLE);
        }
        return keys;
    }

    private static Logger log() {
        return LoggerFactory.getLogger(UserConfiguration.class);
    }

    @Bean
    FilterRegistrationBean<ApiKeyFilter> keys(ApiKeys keys) {
        return registration(new ApiKeyFilter(keys), FIRST);
    }

    @Bean
    FilterRegistrationBean<IdentifiedFilter> identified() {
        return registration(new IdentifiedFilter(), FIRST + 1);
    }

    @Bean
    FilterRegistrationBean<KeyRequiredFilter> keyRequired(ApiKeys keys, ObjectProvider<BreakwaterRuntime> runtime) {
        FilterRegistrationBean<KeyRequiredFilter> required = registration(new KeyRequiredFilter(runtime), FIRST + 2);
        required.setEnabled(!keys.isEmpty());
        return required;
    }

    private static <F extends Filter> FilterRegistrationBean<F> registration(F filter, int order) {
        FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
        registration.addUrlPatterns(API);
        registration.setOrder(order);
        return registration;
    }
}
