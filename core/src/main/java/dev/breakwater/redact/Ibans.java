/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers of bank accounts, by ISO 13616: a country, two check digits, as many letters and digits as are usual there,
 * with single spaces or dashes between them, and a remainder of 1 by 97.
 */
final class Ibans {
    private static final Map<Integer, Integer> LENGTHS = lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 "
            + "BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 "
            + "GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 "
            + "LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 "
            + "RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private Ibans() {}

    /** The account whose first check digit stands here, behind its country. */
    static long endingCheckDigitsAt(String text, int at, int floor, int limit) {
        int from = at - 2;
        if (from < floor
                || !Chars.isLetter(text.charAt(from))
                || !Chars.isLetter(text.charAt(from + 1))
                || !Chars.standsApart(text, from, floor)) {
            return Span.NONE;
        }
        Integer length = LENGTHS.get(country(text.charAt(from), text.charAt(from + 1)));
        return length == null ? Span.NONE : Span.of(from, end(text, from, length, limit));
    }

    /** Where it ends; -1 if it is none. */
    private static int end(String text, int from, int length, int limit) {
        int remainder = 0;
        int members = 4;
        int i = from + 4;
        while (members < length && i < limit && isPart(text, i, limit)) {
            if (Chars.isLetterOrDigit(text.charAt(i))) {
                remainder = append(remainder, text.charAt(i));
                members++;
            }
            i++;
        }
        if (members < length || (i < limit && Chars.isLetterOrDigit(text.charAt(i)))) {
            return -1;
        }
        for (int k = from; k < from + 4 && k < limit; k++) {
            remainder = append(remainder, text.charAt(k));
        }
        return remainder == 1 ? i : -1;
    }

    private static int append(int remainder, char c) {
        return Chars.isDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + (c & 0x1f) + 9) % 97;
    }

    private static boolean isPart(String text, int at, int limit) {
        char c = text.charAt(at);
        return Chars.isLetterOrDigit(c)
                || ((c == ' ' || c == '-' || c == '+') && at + 1 < limit && Chars.isLetterOrDigit(text.charAt(at + 1)));
    }

    // A letter's lower five bits are its place in the alphabet, whatever its case.
    private static int country(char one, char two) {
        return (one & 0x1f) << 5 | (two & 0x1f);
    }

    private static Map<Integer, Integer> lengths(String registry) {
        Map<Integer, Integer> lengths = new HashMap<>();
        for (int i = 0; i < registry.length(); i += 5) {
            int length = (registry.charAt(i + 2) - '0') * 10 + registry.charAt(i + 3) - '0';
            lengths.put(country(registry.charAt(i), registry.charAt(i + 1)), length);
        }
        return Map.copyOf(lengths);
    }
}
