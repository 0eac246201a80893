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
    private final @Nullable SensitiveNames names;
    private final String text;
    private final int floor;
    private final int limit;
    private int start;
    private int end;

    SecretScan(@Nullable SensitiveNames names, String text, int from, int limit) {
        this.names = names;
        this.text = text;
        this.floor = from;
        this.limit = limit;
        this.end = from;
    }

    /** One that knows no names. */
    static SecretScan ofShapes(String text) {
        return new SecretScan(null, text, 0, text.length());
    }

    /** Whether there is any in this part of a text. Makes no objects: nearly all texts have none, on every request. */
    static boolean isIn(SensitiveNames names, String text, int from, int limit) {
        return find(names, text, from, from, limit) != Span.NONE;
    }

    /** Steps to the next secret; false if there is none. */
    boolean next() {
        long found = find(names, text, floor, end, limit);
        if (found == Span.NONE) {
            return false;
        }
        start = Span.start(found);
        end = Span.end(found);
        return true;
    }

    private static long find(@Nullable SensitiveNames names, String text, int floor, int from, int limit) {
        for (int i = from; i + 1 < limit; i++) {
            if (Shapes.mayBegin(text.charAt(i), text.charAt(i + 1))) {
                long found = text.charAt(i) == '=' || text.charAt(i) == ':'
                        ? behindSign(names, text, i, floor, from, limit)
                        : secretAt(text, i, from, limit);
                if (found != Span.NONE) {
                    return found;
                }
            }
        }
        return Span.NONE;
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

    private static long behindSign(
            @Nullable SensitiveNames names, String text, int at, int floor, int from, int limit) {
        long found = text.charAt(at) == ':' ? behindColon(text, at, from, limit) : Span.NONE;
        return found != Span.NONE || names == null ? found : Assignments.at(names, text, at, floor, limit);
    }

    private static long behindColon(String text, int at, int from, int limit) {
        long user = UserInfo.at(text, at, limit);
        return user != Span.NONE ? user : Credentials.botToken(text, at, from, limit);
    }

    private static long secretAt(String text, int at, int from, int limit) {
        return switch (text.charAt(at)) {
            case '-' -> Credentials.privateKey(text, at, limit);
            case 'B', 'b' -> schemeOrShape(text, at, from, limit);
            case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text, at, from, limit);
            default -> Shapes.at(text, at, from, limit);
        };
    }

    private static long schemeOrShape(String text, int at, int from, int limit) {
        long found = Credentials.behindScheme(text, at, from, limit);
        return found != Span.NONE ? found : Shapes.at(text, at, from, limit);
    }

    private static long number(String text, int at, int from, int limit) {
        long iban = Ibans.endingCheckDigitsAt(text, at, from, limit);
        return iban != Span.NONE ? iban : Cards.at(text, at, from, limit);
    }
}
