/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.runtime.BreakwaterRuntime;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authorization.AuthorizationEventPublisher;
import org.springframework.security.authorization.SpringAuthorizationEventPublisher;

/**
 * Makes security events of what Spring Security says: logins that fail, and access that is denied. Requests' rules say so
 * by themselves; those of methods do where there is a publisher.
 */
@AutoConfiguration(
        after = BreakwaterAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
            "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration"
        })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(AbstractAuthenticationFailureEvent.class)
public final class BreakwaterAuditAutoConfiguration {

    @Bean
    FailedLogins breakwaterFailedLogins(BreakwaterRuntime runtime) {
        return new FailedLogins(runtime);
    }

    @Bean
    DeniedAccess breakwaterDeniedAccess(BreakwaterRuntime runtime) {
        return new DeniedAccess(runtime);
    }

    @Bean
    @ConditionalOnMissingBean
    AuthorizationEventPublisher breakwaterAuthorizationEventPublisher(ApplicationEventPublisher events) {
        return new SpringAuthorizationEventPublisher(events);
    }
}
