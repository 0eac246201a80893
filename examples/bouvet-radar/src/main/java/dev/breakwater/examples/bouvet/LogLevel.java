/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** {@code LOG_LEVEL}, in Python's words as well as ours; Logback alone would take a word it does not know for DEBUG. */
final class LogLevel {
    private LogLevel() {}

    /**
     * Sets what is logged at all.
     *
     * @throws IllegalArgumentException if it is no level
     */
    static void apply(Map<String, String> environment) {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(of(environment));
    }

    static Level of(Map<String, String> environment) {
        String text = environment.getOrDefault("LOG_LEVEL", "").strip();
        return switch (text.toUpperCase(Locale.ROOT)) {
            case "", "INFO" -> Level.INFO;
            case "DEBUG" -> Level.DEBUG;
            case "WARNING", "WARN" -> Level.WARN;
            case "ERROR", "CRITICAL" -> Level.ERROR;
            default ->
                throw new IllegalArgumentException("LOG_LEVEL: " + text + " (expected: DEBUG, INFO, WARNING or ERROR)");
        };
    }
}
