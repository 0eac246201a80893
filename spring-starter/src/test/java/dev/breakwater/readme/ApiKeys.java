/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import dev.breakwater.caller.CallerVerifier;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ApiKeys {
    @Bean
    CallerVerifier callerVerifier(@Value("${app.api-keys}") Set<String> keys) { // from a secret, separated by commas
        return (header, credential, exchange) -> keys.contains(credential); // asked for every request: from memory
    }
}
