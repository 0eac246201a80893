/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import dev.breakwater.redact.Redactions.Kind;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down what was thrown, as {@link Throwable#printStackTrace()} does, without its secrets and with an end. */
final class Traces {
    private static final int LONGEST_MESSAGE = 4096;
    private static final int LONGEST_FRAME = 512;
    /** How many throwables are written: more of them say no more. */
    private static final int MOST = 64;

    private final TextRules texts;

    Traces(TextRules texts) {
        this.texts = texts;
    }

    String stackTrace(Throwable thrown, int cap) {
        StringBuilder out = new StringBuilder(Math.min(cap, 4096));
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Part> open = new ArrayDeque<>();
        open.push(new Part(thrown, "", ""));
        while (!open.isEmpty() && out.length() < cap) {
            Part part = open.pop();
            out.append(part.indent).append(part.caption);
            if (seen.size() == MOST || !seen.add(part.thrown)) {
                out.append("[... ").append(part.thrown.getClass().getName()).append(" ...]\n");
                continue;
            }
            describe(part, cap, out);
            push(part, open);
        }
        return TextRules.cut(out.toString(), cap);
    }

    // Suppressed ones come before the cause, in their order.
    private static void push(Part part, Deque<Part> open) {
        try {
            Throwable cause = part.thrown.getCause();
            if (cause != null) {
                open.push(new Part(cause, part.indent, "Caused by: "));
            }
            Throwable[] suppressed = part.thrown.getSuppressed();
            for (int i = Math.min(suppressed.length, MOST) - 1; i >= 0; i--) {
                open.push(new Part(suppressed[i], part.indent + '\t', "Suppressed: "));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError ignored) {
            // A throwable that cannot be asked has said all it can.
        }
    }

    private void describe(Part part, int cap, StringBuilder out) {
        out.append(part.thrown.getClass().getName());
        String message = message(part.thrown, LONGEST_MESSAGE);
        if (message != null) {
            out.append(": ").append(message);
        }
        out.append('\n');
        for (StackTraceElement frame : frames(part.thrown)) {
            if (out.length() >= cap) {
                return;
            }
            out.append(part.indent).append("\tat ").append(texts.text(Kind.VALUE, frame.toString(), LONGEST_FRAME));
            out.append('\n');
        }
    }

    /** The message without its secrets; null if there is none; replaced if it cannot be had. */
    @Nullable
    String message(Throwable thrown, int cap) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? null : texts.text(Kind.VALUE, message, cap);
        } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
            return TextRules.cut(texts.replacement(Kind.VALUE), cap);
        }
    }

    private static StackTraceElement[] frames(Throwable thrown) {
        try {
            return thrown.getStackTrace();
        } catch (RuntimeException | LinkageError | StackOverflowError unreadable) {
            return new StackTraceElement[0];
        }
    }

    private record Part(Throwable thrown, String indent, String caption) {}
}
