/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.util.Locale;

/** The names of a multipart body's parts (RFC 7578). What is in the parts is skipped, not read. */
final class Multiparts {
    private static final int MOST = 100;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_HEADER = 1024;

    private final TextRules texts;

    Multiparts(TextRules texts) {
        this.texts = texts;
    }

    String names(String body, String boundary) {
        String delimiter = "--" + boundary;
        StringBuilder out = new StringBuilder();
        int at = body.indexOf(delimiter);
        for (int parts = 0; at >= 0 && parts < MOST; parts++) {
            int headers = at + delimiter.length();
            if (body.startsWith("--", headers)) {
                break;
            }
            out.append(out.length() == 0 ? "" : ", ").append(name(body, headers));
            at = body.indexOf(delimiter, headers);
        }
        return out.toString();
    }

    private String name(String body, int from) {
        int i = body.indexOf('\n', from) + 1;
        while (i > 0 && i < body.length()) {
            int end = body.indexOf('\n', i);
            String line = body.substring(i, Math.min(end < 0 ? body.length() : end, i + LONGEST_HEADER))
                    .trim();
            if (line.isEmpty()) {
                break;
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-disposition:")) {
                return parameter(line, lower);
            }
            i = end + 1;
        }
        return "?";
    }

    private String parameter(String line, String lower) {
        int at = lower.indexOf("; name=");
        at = at < 0 ? lower.indexOf(";name=") : at + 1;
        if (at < 0) {
            return "?";
        }
        int from = at + "name=".length() + 1;
        boolean quoted = line.startsWith("\"", from);
        int end = line.indexOf(quoted ? '"' : ';', from + 1);
        String name = line.substring(Math.min(line.length(), quoted ? from + 1 : from), end < 0 ? line.length() : end);
        return texts.value(Kind.FORM, name.trim(), LONGEST_NAME);
    }
}
