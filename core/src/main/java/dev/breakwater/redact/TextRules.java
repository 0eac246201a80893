/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import org.jspecify.annotations.Nullable;

/** The rules about any text; all others come down to these. */
final class TextRules {
    /** How much is read beyond the cap: enough that a secret at the edge is seen whole. */
    static final int BEYOND = 4096;

    private final SensitiveNames names;
    private final @Nullable Redactions redactions;

    TextRules(SensitiveNames names, @Nullable Redactions redactions) {
        this.names = names;
        this.redactions = redactions;
    }

    SensitiveNames names() {
        return names;
    }

    TextRules with(SensitiveNames others) {
        return new TextRules(others, redactions);
    }

    TextRules with(Redactions others) {
        return new TextRules(names, others);
    }

    /** The replacement, counted. */
    String replacement(Kind kind) {
        if (redactions != null) {
            redactions.add(kind);
        }
        return Redactor.REPLACEMENT;
    }

    /** The text without its secrets, also those that show only when a word of it is decoded. */
    String text(Kind kind, String text, int cap) {
        int limit = (int) Math.min(text.length(), Math.max(0, cap) + (long) BEYOND);
        String plain = plain(kind, text, limit);
        boolean encoded = plain.indexOf('%') >= 0 || plain.indexOf('\\') >= 0;
        if (!encoded) {
            return cut(plain, cap);
        }
        String words = words(kind, plain);
        // One that is encoded in part may have spaces in it.
        return cut(hasSecret(Decoded.of(words)) ? replacement(kind) : words, cap);
    }

    /** The text without its secrets; all of it replaced if a secret shows only when it is decoded. */
    String value(Kind kind, String text, int cap) {
        return Decoded.isEncoded(text) && hidesWhenDecoded(text)
                ? cut(replacement(kind), cap)
                : cut(plain(kind, text, (int) Math.min(text.length(), Math.max(0, cap) + (long) BEYOND)), cap);
    }

    /** What goes under this name without its secrets. */
    String value(Kind kind, String name, String value, int cap) {
        return names.of(name).hides(value.length()) ? cut(replacement(kind), cap) : value(kind, value, cap);
    }

    /** Whether there is a secret in this part of a text, as it stands. */
    boolean hasSecret(String text, int from, int to) {
        return SecretScan.isIn(names, text, from, to);
    }

    /** Whether there is a secret, known by more than its name, that lies in more than one segment of a path. */
    boolean hasSecretAcrossSegments(String text) {
        SecretScan scan = SecretScan.ofShapes(text);
        while (scan.next()) {
            int slash = text.indexOf('/', scan.start());
            boolean behindTwo = scan.start() >= 2 && text.startsWith("//", scan.start() - 2);
            if (behindTwo || (slash >= 0 && slash < scan.end())) {
                return true;
            }
        }
        return false;
    }

    boolean hidesWhenDecoded(String text) {
        String decoded = Decoded.of(text);
        // What is encoded a third time cannot be judged.
        return Percent.hasEscape(decoded) || hasSecret(decoded);
    }

    private boolean hasSecret(String text) {
        return hasSecret(text, 0, text.length());
    }

    private String plain(Kind kind, String text, int limit) {
        if (!hasSecret(text, 0, limit)) {
            return limit == text.length() ? text : text.substring(0, limit);
        }
        SecretScan scan = new SecretScan(names, text, 0, limit);
        StringBuilder out = new StringBuilder(limit + Redactor.REPLACEMENT.length());
        scan.next();
        replace(kind, scan, 0, limit, out);
        return out.toString();
    }

    /** Appends a part of the text that a scan is going through, from its first secret on. */
    void replace(Kind kind, SecretScan scan, int from, int to, StringBuilder out) {
        int copied = from;
        do {
            out.append(scan.text(), copied, scan.start()).append(replacement(kind));
            copied = scan.end();
        } while (scan.next());
        out.append(scan.text(), copied, to);
    }

    private String words(Kind kind, String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int from = 0; from < text.length(); ) {
            int end = from;
            boolean encoded = false;
            while (end < text.length() && !Chars.isSpace(text.charAt(end))) {
                char c = text.charAt(end++);
                encoded |= c == '%' || c == '\\';
            }
            if (encoded && hidesWhenDecoded(text.substring(from, end))) {
                out.append(replacement(kind));
            } else {
                out.append(text, from, end);
            }
            while (end < text.length() && Chars.isSpace(text.charAt(end))) {
                out.append(text.charAt(end++));
            }
            from = end;
        }
        return out.toString();
    }

    /** At most so many characters, and no half of a surrogate pair. */
    static String cut(String text, int cap) {
        if (text.length() <= cap) {
            return text;
        }
        int end = Math.max(0, cap);
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
