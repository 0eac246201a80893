/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose key it is. Kept are digests alone, so that no message, dump or log can show a key. A user may have several, to change
 * one without a gap.
 */
final class ApiKeys {
    /** The variable: {@code alice:SECRET,batch:SECRET}. */
    static final String VARIABLE = "DECISION_API_KEYS";

    private static final int SHORTEST = 16;
    private static final int LONGEST_NAME = 64;

    private final List<Entry> entries;

    private ApiKeys(List<Entry> entries) {
        this.entries = entries;
    }

    private static final class Entry {
        private final String user;
        private final byte[] digest;

        Entry(String user, byte[] digest) {
            this.user = user;
            this.digest = digest;
        }

        boolean isFor(byte[] other) {
            return MessageDigest.isEqual(digest, other);
        }
    }

    /**
     * Reads users and their keys.
     *
     * @throws IllegalArgumentException if it makes no sense; says at which entry, and never what is written there
     */
    static ApiKeys parse(String text) {
        List<Entry> entries = new ArrayList<>();
        String[] parts = text.isBlank() ? new String[0] : text.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            entries.add(entry(parts[i].strip(), i + 1, entries));
        }
        return new ApiKeys(List.copyOf(entries));
    }

    private static Entry entry(String part, int number, List<Entry> earlier) {
        int colon = part.indexOf(':');
        if (colon < 0 || !isName(part.substring(0, colon))) {
            throw fault(number, "is no user:key. Name the user in letters, digits, dots and dashes, then a colon.");
        }
        String key = part.substring(colon + 1);
        if (key.length() < SHORTEST) {
            throw fault(
                    number, "has a key of fewer than " + SHORTEST + " characters. Make one with: openssl rand -hex 32");
        }
        byte[] digest = digest(key);
        if (earlier.stream().anyMatch(entry -> entry.isFor(digest))) {
            throw fault(number, "has the key of another one. Give each a key of its own.");
        }
        return new Entry(part.substring(0, colon), digest);
    }

    private static IllegalArgumentException fault(int number, String what) {
        return new IllegalArgumentException(VARIABLE + ": entry " + number + " " + what);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_'));
    }

    private static byte[] digest(String key) {
        return Sha256.digest().digest(key.getBytes(StandardCharsets.UTF_8));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Whose key this is, or null if nobody's. Takes the same time whosever it is. */
    @Nullable
    String user(String key) {
        byte[] digest = digest(key);
        String user = null;
        for (Entry entry : entries) {
            if (entry.isFor(digest)) {
                user = entry.user;
            }
        }
        return user;
    }

    /** How many there are, and none of them. */
    @Override
    public String toString() {
        return entries.size() + " API keys";
    }
}
