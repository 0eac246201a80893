/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

/** Writes lines of comma-separated values (RFC 4180). For one thread. */
final class Csv {
    private static final String FORMULA = "=+-@\t\r";

    private final StringBuilder text = new StringBuilder(256);
    private boolean first = true;

    /** Adds a cell whose text others chose. */
    Csv cell(String value) {
        separate();
        text.append('"');
        // Spreadsheets run what begins like a formula, in quotes or not; behind an apostrophe it is text to them.
        if (!value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0) {
            text.append('\'');
        }
        text.append(value.replace("\"", "\"\"")).append('"');
        return this;
    }

    /** Adds a number, or another text of ours. */
    Csv plain(Object value) {
        separate();
        text.append(value);
        return this;
    }

    Csv end() {
        text.append("\r\n");
        first = true;
        return this;
    }

    private void separate() {
        if (!first) {
            text.append(',');
        }
        first = false;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
