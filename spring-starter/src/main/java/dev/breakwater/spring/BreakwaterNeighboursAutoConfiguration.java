/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.runtime.BreakwaterRuntime;
import jakarta.servlet.ServletContext;
import org.eclipse.jetty.server.Server;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.web.servlet.handler.AbstractHandlerMapping;

/**
 * Looks at what else in the application writes security headers, answers for cross-origin requests or serves pages, and
 * says what comes of it. Each of these neighbours may be missing.
 */
@AutoConfiguration(after = BreakwaterAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public final class BreakwaterNeighboursAutoConfiguration {

    @Bean
    SpringCors breakwaterSpringCors(
            BreakwaterRuntime runtime,
            ServletContext context,
            Environment environment,
            ObjectProvider<SpringCors.Places> others) {
        return new SpringCors(runtime, context, environment, others);
    }

    @Bean
    PagesAsData breakwaterPagesAsData(
            BreakwaterRuntime runtime, ApplicationContext context, ObjectProvider<RenderedPaths> rendered) {
        return new PagesAsData(runtime, context, rendered);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(FilterChainProxy.class)
    static class BesideSpringSecurity {

        @Bean
        SpringSecurityHeaders breakwaterSpringSecurityHeaders(
                BreakwaterRuntime runtime, Environment environment, ObjectProvider<FilterChainProxy> proxies) {
            return new SpringSecurityHeaders(runtime, environment, proxies);
        }

        @Bean
        SecurityCors breakwaterSecurityCors(ObjectProvider<FilterChainProxy> proxies) {
            return new SecurityCors(proxies);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AbstractHandlerMapping.class)
    static class BesideSpringMvc {

        @Bean
        MvcCors breakwaterMvcCors(ObjectProvider<AbstractHandlerMapping> mappings, Environment environment) {
            return new MvcCors(mappings, servletPath(environment));
        }

        @Bean
        RenderedPaths breakwaterRenderedPaths(
                ObjectProvider<AbstractHandlerMapping> mappings, Environment environment) {
            return new RenderedPaths(mappings, servletPath(environment));
        }

        private static String servletPath(Environment environment) {
            String path = environment.getProperty("spring.mvc.servlet.path", "");
            return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Server.class)
    static class OnJetty {

        @Bean
        JettyServerHeader breakwaterJettyServerHeader(BreakwaterRuntime runtime, ApplicationContext context) {
            return new JettyServerHeader(runtime, context);
        }
    }
}
