/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sizes as people write them: {@code 8KB}, {@code 1MB}, or a bare number of bytes. A KB is 1024 bytes. */
final class SizeText {

    private SizeText() {}

    /** The size in bytes; null if the text is none. */
    static @Nullable Long parse(String text) {
        String plain = text.strip().toUpperCase(Locale.ROOT);
        int end = 0;
        while (end < plain.length() && Character.isDigit(plain.charAt(end))) {
            end++;
        }
        long unit = unit(plain.substring(end));
        try {
            return unit == 0 ? null : Math.multiplyExact(Long.parseLong(plain.substring(0, end)), unit);
        } catch (NumberFormatException | ArithmeticException unreadable) {
            return null;
        }
    }

    private static long unit(String text) {
        return switch (text) {
            case "", "B" -> 1;
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            default -> 0;
        };
    }
}
