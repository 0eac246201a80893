/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import org.jspecify.annotations.Nullable;

/**
 * One pass over a part of a text that finds secrets: known shapes, {@code Bearer} and {@code Basic} credentials, private
 * keys, the user of a URL, cards and accounts, and values that stand behind a betraying name ({@code password=...}).
 * What was found is passed over, so each character is looked at a bounded number of times. For one thread.
 */
final class SecretScan {
    private final @Nullable Assignments assignments;
    private final String text;
    private final int limit;
    private int start;
    private int end;

    SecretScan(SensitiveNames names, String text, int from, int limit) {
        this(text, from, limit, new Assignments(names, text, from, limit));
    }

    private SecretScan(String text, int from, int limit, @Nullable Assignments assignments) {
        this.assignments = assignments;
        this.text = text;
        this.limit = limit;
        this.end = from;
    }

    /** One that knows no names. */
    static SecretScan ofShapes(String text) {
        return new SecretScan(text, 0, text.length(), null);
    }

    /** Steps to the next secret; false if there is none. */
    boolean next() {
        for (int i = end; i + 1 < limit; i++) {
            if (Shapes.mayBegin(text.charAt(i), text.charAt(i + 1))) {
                long found = secretAt(i);
                if (found != Span.NONE) {
                    start = Span.start(found);
                    end = Span.end(found);
                    return true;
                }
            }
        }
        return false;
    }

    String text() {
        return text;
    }

    /** Where the secret begins. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return end;
    }

    private long secretAt(int at) {
        return switch (text.charAt(at)) {
            case '=' -> assigned(at);
            case ':' -> behindColon(at);
            case '-' -> Credentials.privateKey(text, at, limit);
            case 'B', 'b' -> orShape(Credentials.behindScheme(text, at, end, limit), at);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(at);
            default -> Shapes.at(text, at, end, limit);
        };
    }

    private long behindColon(int at) {
        long user = UserInfo.at(text, at, limit);
        if (user != Span.NONE) {
            return user;
        }
        long bot = Credentials.botToken(text, at, end, limit);
        return bot != Span.NONE ? bot : assigned(at);
    }

    private long assigned(int sign) {
        return assignments == null ? Span.NONE : assignments.at(sign);
    }

    private long orShape(long found, int at) {
        return found != Span.NONE ? found : Shapes.at(text, at, end, limit);
    }

    private long number(int at) {
        long iban = Ibans.endingCheckDigitsAt(text, at, end, limit);
        return iban != Span.NONE ? iban : Cards.at(text, at, end, limit);
    }
}
