/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Turns bytes into texts, by charsets in which what is ASCII stays ASCII: in others a scan might see nothing. */
final class Texts {
    private Texts() {}

    /** The charset of this name; UTF-8 if none is given, null if it is unknown. */
    static @Nullable Charset charset(@Nullable String name) {
        if (name == null) {
            return StandardCharsets.UTF_8;
        }
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return null;
        }
    }

    /** The text; null if the charset is none that can be judged, or UTF-16 without a byte order mark. */
    static @Nullable String decode(byte[] body, int length, Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        if (name.startsWith("UTF-16")) {
            return utf16(body, length);
        }
        return isLikeAscii(name) ? withoutMark(new String(body, 0, length, charset)) : null;
    }

    private static boolean isLikeAscii(String name) {
        return name.equals("UTF-8")
                || name.equals("US-ASCII")
                || name.startsWith("ISO-8859-")
                || name.startsWith("WINDOWS-125");
    }

    private static @Nullable String utf16(byte[] body, int length) {
        int mark = length < 2 ? 0 : (body[0] & 0xff) << 8 | (body[1] & 0xff);
        return switch (mark) {
            case 0xfeff -> new String(body, 2, length - 2, StandardCharsets.UTF_16BE);
            case 0xfffe -> new String(body, 2, length - 2, StandardCharsets.UTF_16LE);
            default -> null;
        };
    }

    private static String withoutMark(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }
}
