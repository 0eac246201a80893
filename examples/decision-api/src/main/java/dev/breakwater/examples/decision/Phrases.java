/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.util.Locale;

/** A message as words, so that "refund" is found in "Refund!" and not in "refunding". */
final class Phrases {
    private final String words;

    Phrases(String text) {
        StringBuilder spaced = new StringBuilder(text.length() + 2).append(' ');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                spaced.append(c);
            } else if (c != '\'' && spaced.charAt(spaced.length() - 1) != ' ') {
                spaced.append(' ');
            }
        }
        words = spaced.append(' ').toString().toLowerCase(Locale.ROOT);
    }

    boolean haveAny(String... phrases) {
        for (String phrase : phrases) {
            if (words.contains(" " + phrase + " ")) {
                return true;
            }
        }
        return false;
    }
}
