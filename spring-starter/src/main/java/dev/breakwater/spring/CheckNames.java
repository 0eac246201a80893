/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthAggregator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names of Spring's, made into such as checks may have. */
final class CheckNames {
    private static final int LONGEST = 64;

    private CheckNames() {}

    /** This name with dashes for what cannot be in one, and with a number behind it if another check has it. */
    static String free(String name, HealthAggregator aggregator) {
        Set<String> taken = new HashSet<>();
        for (ComponentHealth component : aggregator.snapshot().components()) {
            taken.add(component.name().toLowerCase(Locale.ROOT));
        }
        String plain = plain(name);
        String free = plain;
        for (int i = 2; taken.contains(free.toLowerCase(Locale.ROOT)); i++) {
            free = plain + '-' + i;
        }
        return free;
    }

    /** The same, but with this word behind it if another check has it. */
    static String free(String name, String word, HealthAggregator aggregator) {
        String free = free(name, aggregator);
        return free.equals(plain(name)) ? free : free(name + '-' + word, aggregator);
    }

    private static String plain(String name) {
        StringBuilder plain = new StringBuilder();
        // Room for a number behind it.
        name.codePoints().limit(LONGEST - 4).forEach(c -> plain.append(isPlain(c) ? (char) c : '-'));
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_');
    }
}
