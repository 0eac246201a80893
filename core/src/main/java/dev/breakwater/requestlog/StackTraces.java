/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/** Tells failures apart: the same failure has the same hash, wherever and whenever it happens. */
final class StackTraces {
    private static final int MOST_CAUSES = 16;
    private static final int MOST_FRAMES = 256;
    private static final long BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private StackTraces() {}

    /**
     * Sixteen hexadecimal digits that are the same for what was thrown at the same place for the same cause: classes and
     * methods count, messages and line numbers do not, nor the numbers of generated classes.
     */
    static String hash(Throwable error) {
        long hash = BASIS;
        Throwable cause = error;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++) {
            hash = mixed(hash, cause.getClass().getName());
            hash = frames(hash, cause.getStackTrace());
            cause = cause.getCause();
        }
        return hex(hash);
    }

    private static long frames(long before, StackTraceElement[] frames) {
        long hash = before;
        for (int i = 0; i < frames.length && i < MOST_FRAMES; i++) {
            if (!frames[i].getClassName().contains("$$")) {
                hash = mixed(mixed(hash, frames[i].getClassName()), frames[i].getMethodName());
            }
        }
        return hash;
    }

    private static long mixed(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return (hash ^ '\n') * PRIME;
    }

    private static String hex(long hash) {
        String digits = Long.toHexString(hash);
        return "0".repeat(16 - digits.length()) + digits;
    }
}
