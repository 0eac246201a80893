/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import org.jspecify.annotations.Nullable;

/**
 * What a client sends; checked by {@link #checked()}.
 *
 * @param message the customer's message
 * @param plan {@code free}, {@code pro} or {@code enterprise}; {@code free} if absent
 */
public record DecideRequest(
        @Nullable String message, @Nullable String plan) {
    static final int MAX_MESSAGE = 8_000;

    Message checked() {
        if (message == null || message.isBlank()) {
            throw RefusedRequest.invalid("'message' is missing or blank. Send the customer's message as a text.");
        }
        if (message.length() > MAX_MESSAGE) {
            throw RefusedRequest.tooLarge(
                    "'message' has " + message.length() + " characters. Send at most " + MAX_MESSAGE + ".");
        }
        Plan known = plan == null ? Plan.FREE : Plan.of(plan);
        if (known == null) {
            throw RefusedRequest.invalid("'plan' is not one of free, pro, enterprise.");
        }
        return new Message(normalized(message), known);
    }

    /** Without blanks that mean nothing, so that they neither cost tokens nor keep a question from being found again. */
    private static String normalized(String text) {
        StringBuilder words = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                words.append(c);
            } else if (!words.isEmpty() && words.charAt(words.length() - 1) != ' ') {
                words.append(' ');
            }
        }
        return words.toString().stripTrailing();
    }
}
