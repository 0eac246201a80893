/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import java.util.List;

/**
 * The codes of a classification.
 *
 * @param source {@code klass}, or {@code last-known} if KLASS gave no answer and this is an older one
 * @param date the day on which they hold
 */
record Codes(String source, String classification, String date, List<Code> codes) {
    private static final String LAST_KNOWN = "last-known";

    Codes {
        codes = List.copyOf(codes);
    }

    /** A code; {@code parent} is empty at the top. */
    record Code(String code, String parent, String name) {}

    Codes asLastKnown() {
        return new Codes(LAST_KNOWN, classification, date, codes);
    }

    /** Whether this is what nobody should keep, since a better answer may come any moment. */
    boolean isLastKnown() {
        return source.equals(LAST_KNOWN);
    }
}
