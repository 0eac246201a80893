/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;

/** The rules about bodies of JSON. */
final class JsonBodies {
    private final TextRules texts;

    JsonBodies(TextRules texts) {
        this.texts = texts;
    }

    /** A body that is one JSON text. */
    RedactedBody whole(String text, boolean cut, int cap) {
        return BodyRules.limited(redacted(text, cut, cap), cut, cap);
    }

    /** A body with one JSON text on each line. */
    RedactedBody lines(String text, boolean cut, int cap) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), cap) + 16);
        int from = 0;
        while (from < text.length() && out.length() <= cap) {
            int newline = text.indexOf('\n', from);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(from, end);
            out.append(line.isBlank() ? "" : redacted(line, cut && newline < 0, cap));
            out.append(newline < 0 ? "" : "\n");
            from = end + 1;
        }
        return BodyRules.limited(out.toString(), cut || from < text.length(), cap);
    }

    private String redacted(String text, boolean cut, int cap) {
        JsonScan scan = new JsonScan(texts, text, cut, cap);
        if (scan.run()) {
            return scan.result();
        }
        texts.replacement(Kind.JSON);
        return Placeholder.of("no JSON", text);
    }

    /** A piece that is JSON if it looks like it. */
    String piece(String text, boolean cut, int cap) {
        int start = 0;
        while (start < text.length() && Chars.isSpace(text.charAt(start))) {
            start++;
        }
        char first = start < text.length() ? text.charAt(start) : ' ';
        if (first == '{' || first == '"' || (first == '[' && !text.equals("[DONE]"))) {
            return redacted(text, cut, cap);
        }
        return cut ? texts.replacement(Kind.JSON) : texts.text(Kind.JSON, text, cap);
    }
}
