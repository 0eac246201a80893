/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.net.URI;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Chooses between Google's API and the stand-in: the former if {@code GOOGLE_API_KEY} is set. */
@Configuration(proxyBeanMethods = false)
class DecisionConfiguration {
    private static final String KEY = "GOOGLE_API_KEY";
    private static final String DEFAULT_MODEL = "gemini-1.5-flash";
    private static final int DEFAULT_MAX_TOKENS = 500;
    private static final double DEFAULT_TEMPERATURE = 0.2;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    @Conditional(NoKey.class)
    GeminiStandIn geminiStandIn() {
        return new GeminiStandIn();
    }

    @Bean
    GeminiSettings geminiSettings(Environment environment, ObjectProvider<GeminiStandIn> standIn) {
        GeminiStandIn local = standIn.getIfAvailable();
        URI endpoint = local == null
                ? environment.getProperty("GOOGLE_URL", URI.class, GeminiSettings.GOOGLE)
                : local.endpoint();
        String key = local == null ? environment.getRequiredProperty(KEY) : "no-key-needed";
        String model = environment.getProperty("GEMINI_MODEL", DEFAULT_MODEL);
        int maxTokens = environment.getProperty("GEMINI_MAX_TOKENS", Integer.class, DEFAULT_MAX_TOKENS);
        double temperature = environment.getProperty("GEMINI_TEMPERATURE", Double.class, DEFAULT_TEMPERATURE);
        return new GeminiSettings(endpoint, key, model, maxTokens, temperature);
    }

    /** Reads the key as a value; in an expression it could be shown by a message. */
    static final class NoKey implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().getProperty(KEY, "").isBlank();
        }
    }
}
