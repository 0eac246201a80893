/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;

/**
 * The rules about streams of events (HTML Standard section 9.2): the data of an event is one text, however many lines it
 * is sent in, and is judged as JSON if it looks like it. What is secret only across events is not seen.
 */
final class EventStreams {
    private static final String DATA = "data";

    private final TextRules texts;
    private final JsonBodies json;

    EventStreams(TextRules texts, JsonBodies json) {
        this.texts = texts;
        this.json = json;
    }

    RedactedBody body(String text, boolean cut, int cap) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), cap) + 16);
        StringBuilder data = new StringBuilder();
        int from = 0;
        while (from < text.length() && out.length() <= cap) {
            int end = lineEnd(text, from);
            if (end == text.length() && cut) {
                lastLine(text.substring(from), data, out, cap);
                return BodyRules.limited(out.toString(), true, cap);
            }
            line(text.substring(from, end), data, out, cap);
            from = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
        flush(data, cut, cap, out);
        return BodyRules.limited(out.toString(), cut || from < text.length(), cap);
    }

    private static int lineEnd(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) != '\n' && text.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    private void line(String line, StringBuilder data, StringBuilder out, int cap) {
        if (line.isEmpty()) {
            flush(data, false, cap, out);
            out.append('\n');
        } else if (isData(line)) {
            append(line, data);
        } else {
            // What is no field of the format is read by nobody, so nobody misses it.
            out.append(isField(line) ? texts.text(Kind.JSON, line, cap) : texts.replacement(Kind.JSON));
            out.append('\n');
        }
    }

    private static boolean isField(String line) {
        return line.startsWith(":") || line.startsWith("event:") || line.startsWith("id:") || line.startsWith("retry:");
    }

    private void lastLine(String line, StringBuilder data, StringBuilder out, int cap) {
        boolean more = isData(line);
        if (more) {
            append(line, data);
        }
        flush(data, true, cap, out);
        out.append(more ? "" : texts.replacement(Kind.JSON));
    }

    private static boolean isData(String line) {
        return line.equals(DATA) || line.startsWith("data:");
    }

    private static void append(String line, StringBuilder data) {
        int colon = DATA.length();
        int from = line.startsWith(": ", colon) ? colon + 2 : Math.min(line.length(), colon + 1);
        data.append(line, from, line.length()).append('\n');
    }

    private void flush(StringBuilder data, boolean cut, int cap, StringBuilder out) {
        if (data.length() == 0) {
            return;
        }
        String redacted = json.piece(data.substring(0, data.length() - 1), cut, cap);
        data.setLength(0);
        for (int from = 0; from <= redacted.length(); ) {
            int newline = redacted.indexOf('\n', from);
            int end = newline < 0 ? redacted.length() : newline;
            out.append("data: ").append(redacted, from, end).append('\n');
            from = end + 1;
        }
    }
}
