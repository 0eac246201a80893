/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.cors.CorsDecision.Reason;
import dev.breakwater.exchange.HeaderSyntax;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The request headers of one policy, and the reader of what preflights ask for. Browsers send the names in lower case,
 * sorted, each once, joined with commas; what proxies may make of that is accepted too: capitals, spaces, empty
 * elements, several lines. All of it is bounded: a refusal costs at most one short name and two passes over
 * {@value #MAX_LENGTH} characters. Immutable.
 */
final class AllowedHeaders {
    static final int MAX_LENGTH = 4096;
    private static final int MAX_NAMES = 128;
    private static final int MAX_EMPTY = 16;
    private static final String AUTHORIZATION = "authorization";

    private final boolean any;
    private final boolean credentials;
    private final NameSet names;

    /**
     * These headers.
     *
     * @param names valid ones, perhaps with {@code *}
     * @param credentials with them {@code *} is no wildcard in a response, and means every name here
     */
    AllowedHeaders(Set<String> names, boolean credentials) {
        this.any = names.contains(CorsHeaders.ANY);
        this.credentials = credentials;
        this.names = new NameSet(names);
    }

    /** Whether responses must name what was asked for, because {@code *} would be taken literally. */
    boolean mustEcho() {
        return any && credentials;
    }

    /** Why these lines are not allowed, or null if they are. */
    @Nullable
    Reason fault(List<String> lines) {
        int length = 0;
        int found = 0;
        int empty = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            length += line.length() + 1;
            if (length > MAX_LENGTH) {
                return Reason.HEADERS_UNREADABLE;
            }
            int end;
            for (int start = 0; start <= line.length(); start = end + 1) {
                end = elementEnd(line, start);
                int from = skipSpace(line, start, end);
                int to = dropSpace(line, from, end);
                if (from == to ? ++empty > MAX_EMPTY : ++found > MAX_NAMES) {
                    return Reason.HEADERS_UNREADABLE;
                }
                if (from < to && !isAllowed(line, from, to)) {
                    return Reason.HEADER_NOT_ALLOWED;
                }
            }
        }
        return null;
    }

    private boolean isAllowed(String line, int from, int to) {
        if (!any) {
            return names.contains(line, from, to);
        }
        // Fetch, "CORS-preflight fetch": without credentials * stands for every name but Authorization.
        boolean covered = credentials || to - from != AUTHORIZATION.length() || !isAuthorization(line, from);
        return HeaderSyntax.isToken(line, from, to) && (covered || names.contains(line, from, to));
    }

    private static boolean isAuthorization(String line, int from) {
        return line.regionMatches(true, from, AUTHORIZATION, 0, AUTHORIZATION.length());
    }

    /** The first name that is not allowed, in lower case, or what stands there instead of a name; empty if it is long. */
    String firstRefused(List<String> lines) {
        for (String line : lines) {
            int end;
            for (int start = 0; start <= line.length(); start = end + 1) {
                end = elementEnd(line, start);
                int from = skipSpace(line, start, end);
                int to = dropSpace(line, from, end);
                if (from < to && !isAllowed(line, from, to)) {
                    boolean isLong = to - from > Refusals.LONGEST_TOLD;
                    return isLong ? "" : line.substring(from, to).toLowerCase(Locale.ROOT);
                }
            }
        }
        return "";
    }

    /** The names in lines that have been found allowed, in our own writing. */
    String echo(List<String> lines) {
        StringBuilder names = new StringBuilder();
        for (String line : lines) {
            int end;
            for (int start = 0; start <= line.length(); start = end + 1) {
                end = elementEnd(line, start);
                int from = skipSpace(line, start, end);
                int to = dropSpace(line, from, end);
                if (from < to) {
                    names.append(names.isEmpty() ? "" : ", ").append(line, from, to);
                }
            }
        }
        return names.toString().toLowerCase(Locale.ROOT);
    }

    private static int elementEnd(String line, int start) {
        int comma = line.indexOf(',', start);
        return comma < 0 ? line.length() : comma;
    }

    private static int skipSpace(String line, int start, int end) {
        int at = start;
        while (at < end && isSpace(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int dropSpace(String line, int start, int end) {
        int at = end;
        while (at > start && isSpace(line.charAt(at - 1))) {
            at--;
        }
        return at;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
