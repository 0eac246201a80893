/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/**
 * One pass over a text that finds secrets: known shapes, {@code Bearer} and {@code Basic} credentials, private keys, the
 * user of a URL, and values that stand behind a betraying name ({@code password=...}). What was found is passed over, so
 * each character is looked at a bounded number of times. For one thread.
 */
final class SecretScan {
    /** How far is looked before it is clear that there is a secret. */
    private static final int BOUND = 64;

    private static final int CREDENTIAL = 8;
    private static final String BEGIN = "-----BEGIN ";
    private static final String PRIVATE_KEY = "PRIVATE KEY-----";

    private final SensitiveNames names;
    private final String text;
    private final int limit;
    private int start;
    private int end;

    SecretScan(SensitiveNames names, String text, int from, int limit) {
        this.names = names;
        this.text = text;
        this.limit = limit;
        this.end = from;
    }

    /** Steps to the next secret; false if there is none. */
    boolean next() {
        for (int i = end; i + 1 < limit; i++) {
            if (Shapes.mayBegin(text.charAt(i), text.charAt(i + 1)) && isSecret(i)) {
                return true;
            }
        }
        return false;
    }

    /** Where the secret begins. */
    int start() {
        return start;
    }

    /** Where it ends. */
    int end() {
        return end;
    }

    private boolean isSecret(int at) {
        char c = text.charAt(at);
        return switch (c) {
            case '=' -> isAssigned(at);
            case ':' -> isUserInfo(at) || isBotToken(at) || isAssigned(at);
            case '-' -> isPrivateKey(at);
            case 'B', 'b' -> isCredential(at);
            default -> found(at, Shapes.end(text, at, limit));
        };
    }

    private boolean found(int from, int to) {
        start = from;
        end = Math.max(to, end);
        return to > from;
    }

    // RFC 3986 section 3.2.1: user and password stand before the last @ of the authority.
    private boolean isUserInfo(int colon) {
        if (text.startsWith(":thin:", colon)) {
            return isOracleUser(colon + 6);
        }
        if (!text.startsWith("://", colon)) {
            return false;
        }
        int from = colon + 3;
        int at = -1;
        for (int i = from; i < limit && !endsAuthority(text.charAt(i)); i++) {
            at = text.charAt(i) == '@' ? i : at;
        }
        return at >= 0 && found(from, at);
    }

    // jdbc:oracle:thin:scott/tiger@host names user and password outside of any authority.
    private boolean isOracleUser(int from) {
        for (int i = from; i < limit && i < from + 2 * BOUND && !isSpace(text.charAt(i)); i++) {
            if (text.charAt(i) == '@') {
                return found(from, i);
            }
        }
        return false;
    }

    private static boolean endsAuthority(char c) {
        return c == '/' || c == '?' || c == '#' || c == '"' || c == '<' || c == '>' || c == '\\' || isSpace(c);
    }

    // Telegram: the bot's number, a colon, 35 characters.
    private boolean isBotToken(int colon) {
        int digits = 0;
        for (int i = colon - 1; i >= 0 && digits < 11 && isDigit(text.charAt(i)); i--) {
            digits++;
        }
        if (digits < 8 || digits > 10) {
            return false;
        }
        int i = colon + 1;
        while (i < limit && i <= colon + 35 && isToken(text.charAt(i))) {
            i++;
        }
        return i == colon + 36 && found(colon + 1, i);
    }

    private boolean isPrivateKey(int at) {
        if (!text.startsWith(BEGIN, at)) {
            return false;
        }
        int kind = at + BEGIN.length();
        while (kind < at + BOUND && !text.startsWith(PRIVATE_KEY, kind)) {
            kind++;
        }
        if (kind == at + BOUND) {
            return false;
        }
        int close = text.indexOf("-----END ", kind);
        int last = close < 0 ? -1 : text.indexOf("-----", close + 9);
        return found(at, last < 0 || last + 5 > limit ? limit : last + 5);
    }

    private boolean isCredential(int at) {
        int scheme =
                text.regionMatches(true, at, "bearer", 0, 6) ? 6 : text.regionMatches(true, at, "basic", 0, 5) ? 5 : 0;
        if (scheme == 0 || !Shape.standsApart(text, at)) {
            return false;
        }
        int from = afterSpace(at + scheme);
        int to = from;
        boolean random = false;
        for (int stop = Math.min(limit, from + BOUND); to < stop && isCredentialCharacter(text.charAt(to)); to++) {
            char c = text.charAt(to);
            random |= isDigit(c) || c == '=' || (c >= 'A' && c <= 'Z' && to > from);
        }
        return from > at + scheme && random && to - from >= CREDENTIAL && found(from, credentialEnd(to));
    }

    private int credentialEnd(int at) {
        int i = at;
        while (i < limit && isCredentialCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int afterSpace(int at) {
        int i = at;
        while (i < limit) {
            if (text.charAt(i) == ' ' || text.charAt(i) == '+') {
                i++;
            } else if (text.startsWith("%20", i)) {
                i += 3;
            } else {
                break;
            }
        }
        return i;
    }

    private boolean isAssigned(int sign) {
        int nameEnd = sign;
        while (nameEnd > 0 && sign - nameEnd < 3 && isQuoteOrSpace(text.charAt(nameEnd - 1))) {
            nameEnd--;
        }
        int nameStart = nameEnd;
        while (nameStart > 0 && nameEnd - nameStart < BOUND && isNameCharacter(text.charAt(nameStart - 1))) {
            nameStart--;
        }
        if (nameStart == nameEnd) {
            return false;
        }
        Sensitivity sensitivity = sensitivity(nameStart, nameEnd, sign);
        if (sensitivity == Sensitivity.CLEAN) {
            return false;
        }
        int from = valueStart(sign + 1);
        int to = valueEnd(from);
        return sensitivity.hides(to - from) && found(from, to);
    }

    private Sensitivity sensitivity(int nameStart, int nameEnd, int sign) {
        if (nameEnd - nameStart == BOUND) {
            // There is more of the name than was read: it cannot be judged.
            return Sensitivity.BY_WORD;
        }
        String name = text.substring(nameStart, nameEnd);
        Sensitivity sensitivity = names.of(name);
        boolean prose = text.charAt(sign) == ':' && nameEnd == sign;
        // In prose everyday words betray nothing, as in "sort=key:asc" and "AuthenticationException: ...".
        return prose && (sensitivity != Sensitivity.BY_WORD || name.endsWith("Exception") || name.endsWith("Error"))
                ? Sensitivity.CLEAN
                : sensitivity;
    }

    private int valueStart(int at) {
        int i = at;
        while (i < limit && i < at + 4 && isQuoteOrSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private int valueEnd(int from) {
        if (from > 0 && isQuote(text.charAt(from - 1))) {
            return quotedEnd(from, text.charAt(from - 1));
        }
        int to = plainEnd(from);
        return to < limit && isSpace(text.charAt(to)) && isScheme(from, to) ? plainEnd(to + 1) : to;
    }

    private int quotedEnd(int from, char quote) {
        int i = from;
        while (i < limit && text.charAt(i) != quote) {
            i += text.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, limit);
    }

    private int plainEnd(int from) {
        int i = from;
        while (i < limit && !endsValue(text.charAt(i))) {
            i++;
        }
        return i;
    }

    // "Authorization: Bearer abc": the secret is the word after the scheme.
    private boolean isScheme(int from, int to) {
        int length = to - from;
        return (length == 6 && text.regionMatches(true, from, "bearer", 0, 6))
                || (length == 5 && text.regionMatches(true, from, "basic", 0, 5))
                || (length == 6 && text.regionMatches(true, from, "digest", 0, 6))
                || (length == 5 && text.regionMatches(true, from, "token", 0, 5));
    }

    private static boolean endsValue(char c) {
        return c == '&' || c == ';' || c == ',' || c == ')' || c == ']' || c == '}' || isQuoteOrSpace(c);
    }

    private static boolean isNameCharacter(char c) {
        return isToken(c) || c == '.' || c == '[' || c == ']' || c == '%';
    }

    private static boolean isCredentialCharacter(char c) {
        return isToken(c) || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
    }

    private static boolean isToken(char c) {
        return NameText.isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isQuoteOrSpace(char c) {
        return isQuote(c) || isSpace(c);
    }

    private static boolean isQuote(char c) {
        return c == '"' || c == '\'';
    }

    private static boolean isSpace(char c) {
        return c <= ' ';
    }
}
