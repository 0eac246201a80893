/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

/** Finds {@code .} and {@code ..} among the segments of a path as it was sent. */
final class DotSegments {
    private DotSegments() {}

    /**
     * Whether there are any, in every spelling that somebody might resolve: encoded dots, encoded slashes and backslashes
     * as separators, and path parameters after the dots.
     */
    static boolean isIn(String rawPath) {
        int dots = 0;
        boolean isName = false;
        boolean inParameters = false;
        for (int i = 0; i < rawPath.length(); i++) {
            char c = rawPath.charAt(i);
            if (c == '%') {
                c = decoded(rawPath, i);
                i += 2;
            }
            if (c == '/' || c == '\\') {
                if (isDots(dots, isName)) {
                    return true;
                }
                dots = 0;
                isName = false;
                inParameters = false;
            } else if (c == ';') {
                inParameters = true;
            } else if (c == '.' && !inParameters) {
                dots++;
            } else {
                isName |= !inParameters;
            }
        }
        return isDots(dots, isName);
    }

    private static boolean isDots(int dots, boolean isName) {
        return !isName && (dots == 1 || dots == 2);
    }

    // What is not properly encoded is not decoded; it cannot be a dot or a slash to anybody.
    private static char decoded(String text, int percent) {
        if (percent + 2 >= text.length()) {
            return '%';
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? '%' : (char) (high << 4 | low);
    }
}
