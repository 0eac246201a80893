/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Compares what is configured with the controllers of Spring MVC, where it is used. */
@AutoConfiguration(after = BreakwaterAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(RequestMappingInfoHandlerMapping.class)
public final class BreakwaterMvcAutoConfiguration {

    @Bean
    PatternsWithoutHandlers breakwaterPatternsWithoutHandlers(
            BreakwaterRuntime runtime,
            ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
            Environment environment) {
        return new PatternsWithoutHandlers(runtime, mappings, environment);
    }

    @Bean
    HandlersAtOurPaths breakwaterHandlersAtOurPaths(
            BreakwaterRuntime runtime,
            ObjectProvider<RequestMappingInfoHandlerMapping> mappings,
            Environment environment) {
        return new HandlersAtOurPaths(runtime, mappings, environment);
    }
}
