/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whose part of a budget a call is. Values are bounded, and written so that no two callers share a text: neither
 * two combinations, nor one who has no value and one who calls itself so. Safe for use by many threads.
 */
final class BudgetCallers {
    /** The part of a global budget. */
    static final String EVERYBODY = "*";

    /** What all who have no value share. */
    static final String NOBODY = "-";

    private static final int LONGEST = 128;
    private static final int HASH_BYTES = 16;

    private final @Nullable CallerVerifier verifier;
    private final String apiKeyHeader;
    private final Sayings sayings;

    BudgetCallers(@Nullable CallerVerifier verifier, String apiKeyHeader, TimeSource time) {
        this.verifier = verifier;
        this.apiKeyHeader = apiKeyHeader;
        sayings = new Sayings(time);
    }

    /** Whose part it is. */
    String key(BudgetKey key, String model, @Nullable Exchange exchange, BudgetAttributes attributes) {
        List<String> parts = key.parts();
        if (parts.isEmpty()) {
            return EVERYBODY;
        }
        String first = text(value(parts.get(0), model, exchange, attributes));
        if (parts.size() == 1) {
            return first;
        }
        StringBuilder joined = new StringBuilder(first);
        for (int i = 1; i < parts.size(); i++) {
            joined.append('+').append(text(value(parts.get(i), model, exchange, attributes)));
        }
        return joined.toString();
    }

    /** The same if the request alone says all of it so far; else null. */
    @Nullable
    String known(BudgetKey key, Exchange exchange) {
        BudgetAttributes attributes = BudgetAttributes.of(exchange);
        for (String part : key.parts()) {
            boolean later = part.equals("model") || part.equals("route") || part.startsWith(BudgetKey.ATTRIBUTE);
            if (later && value(part, "", exchange, attributes) == null) {
                return null;
            }
        }
        return key(key, "", exchange, attributes);
    }

    private @Nullable String value(
            String part, String model, @Nullable Exchange exchange, BudgetAttributes attributes) {
        String value = switch (part) {
            case "model" -> model;
            case "user" -> exchange == null ? null : user(exchange);
            case "route" -> exchange == null ? null : exchange.route();
            case "api-key" -> exchange == null ? null : apiKey(exchange);
            default -> attributes.get(part.substring(BudgetKey.ATTRIBUTE.length()));
        };
        return value == null || value.isEmpty() ? null : value;
    }

    private @Nullable String user(Exchange exchange) {
        try {
            return exchange.user();
        } catch (RuntimeException fault) {
            sayings.fault("A budget's user cannot be read, the call counts as nobody's", fault);
            return null;
        }
    }

    // Anyone can invent a key, and would have a fresh budget with each: it must be genuine. Kept is a hash of it alone.
    private @Nullable String apiKey(Exchange exchange) {
        String credential = exchange.header(apiKeyHeader);
        return credential == null || credential.isEmpty() || !isGenuine(credential, exchange) ? null : hash(credential);
    }

    private boolean isGenuine(String credential, Exchange exchange) {
        try {
            return verifier != null && verifier.verify(apiKeyHeader, credential, exchange);
        } catch (RuntimeException fault) {
            sayings.fault("A budget's API key cannot be verified, the call counts as nobody's", fault);
            return false;
        }
    }

    private static String text(@Nullable String value) {
        if (value == null) {
            return NOBODY;
        }
        if (value.length() > LONGEST) {
            return '#' + hash(value);
        }
        return isPlain(value) ? value : escaped(value);
    }

    private static boolean isPlain(String value) {
        return value.indexOf('+') < 0
                && value.indexOf('%') < 0
                && value.indexOf('#') < 0
                && value.indexOf('*') < 0
                && !value.equals(NOBODY);
    }

    private static String escaped(String value) {
        return value.equals(NOBODY)
                ? "%2D"
                : value.replace("%", "%25")
                        .replace("+", "%2B")
                        .replace("#", "%23")
                        .replace("*", "%2A");
    }

    private static String hash(String value) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing (expected: every Java platform has it)", impossible);
        }
    }
}
