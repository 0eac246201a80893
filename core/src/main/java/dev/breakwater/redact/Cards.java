/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * Numbers of payment cards: 13 to 19 digits, with single spaces or dashes between them, that begin as an issuer's
 * numbers do and end with the right check digit (ISO/IEC 7812-1, annex B). The last four digits stay.
 */
final class Cards {
    static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int KEPT = 4;

    private Cards() {}

    /** The card whose first digit stands here, but for its last four. */
    static long at(String text, int at, int floor, int limit) {
        char first = text.charAt(at);
        if (first < '2' || first > '6' || !mayBegin(text, at, floor)) {
            return Span.NONE;
        }
        long number = 0;
        int digits = 0;
        int end = -1;
        int i = at;
        while (digits < LONGEST && i < limit && isPart(text, i, limit)) {
            if (Chars.isDigit(text.charAt(i))) {
                number = number * 10 + (text.charAt(i) - '0');
                digits++;
                boolean whole = digits >= SHORTEST && (i + 1 == limit || !Chars.isLetterOrDigit(text.charAt(i + 1)));
                end = whole && isCard(number, digits) ? i + 1 : end;
            }
            i++;
        }
        return end < 0 ? Span.NONE : Span.of(at, withoutLast(text, end));
    }

    // The digits of a hash, of an id, or behind a decimal point are no card.
    private static boolean mayBegin(String text, int at, int floor) {
        if (at <= floor) {
            return true;
        }
        char before = text.charAt(at - 1);
        return !Chars.isLetterOrDigit(before)
                && before != '_'
                && !(before == '.' && at - 1 > floor && Chars.isDigit(text.charAt(at - 2)));
    }

    private static boolean isPart(String text, int at, int limit) {
        char c = text.charAt(at);
        return Chars.isDigit(c)
                || ((c == ' ' || c == '-' || c == '+') && at + 1 < limit && Chars.isDigit(text.charAt(at + 1)));
    }

    private static int withoutLast(String text, int end) {
        int i = end;
        for (int kept = 0; kept < KEPT; ) {
            i--;
            kept += Chars.isDigit(text.charAt(i)) ? 1 : 0;
        }
        return i;
    }

    private static boolean isCard(long number, int digits) {
        return isIssued(number, digits) && hasCheckDigit(number);
    }

    private static boolean hasCheckDigit(long number) {
        int sum = 0;
        boolean twice = false;
        for (long rest = number; rest > 0; rest /= 10) {
            int digit = (int) (rest % 10);
            int weighed = twice ? 2 * digit : digit;
            sum += weighed > 9 ? weighed - 9 : weighed;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    private static boolean isIssued(long number, int digits) {
        long issuer = number;
        for (int i = digits; i > 6; i--) {
            issuer /= 10;
        }
        int first = (int) issuer;
        int four = first / 100;
        int two = first / 10_000;
        return switch (two / 10) {
            case 2 -> digits == 16 && ((four >= 2221 && four <= 2720) || (four >= 2200 && four <= 2205));
            case 3 -> isThree(four, two, digits);
            case 4 -> digits == 13 || digits == 16 || digits == 19;
            case 5 -> isFive(four, two, digits);
            default -> isSix(four, two);
        };
    }

    private static boolean isThree(int four, int two, int digits) {
        boolean express = digits == 15 && (two == 34 || two == 37);
        boolean japanese = digits >= 16 && four >= 3528 && four <= 3589;
        return express || japanese || (digits >= 14 && ((four >= 3000 && four <= 3059) || two == 36 || two >= 38));
    }

    private static boolean isFive(int four, int two, int digits) {
        boolean master = digits == 16 && two >= 51 && two <= 55;
        return master || four == 5018 || four == 5020 || four == 5038 || four == 5893;
    }

    private static boolean isSix(int four, int two) {
        return two == 62
                || two == 65
                || (four >= 6440 && four <= 6499)
                || four == 6011
                || four == 6304
                || four == 6759
                || (four >= 6761 && four <= 6763);
    }
}
