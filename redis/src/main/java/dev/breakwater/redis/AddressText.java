/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An address as it was written, taken apart far enough to say which part of it is wrong without repeating it. */
final class AddressText {
    private static final String USER = "in the user or password";
    private static final String HOSTS = "in the hosts";
    private static final Set<String> SENTINEL = Set.of("redis-sentinel", "rediss-sentinel");
    private static final Set<String> SOCKET = Set.of("redis-socket", "redis+socket");
    private static final Set<String> SERVER = Set.of("redis", "rediss", "redis+ssl", "redis+tls");

    private final String text;
    private final @Nullable String scheme;
    private final @Nullable String credentials;
    private final String hosts;
    private final String path;
    private final String query;
    private final @Nullable String fragment;

    AddressText(String text) {
        this.text = text;
        int separator = text.indexOf("://");
        scheme = separator < 1 || !isWord(text.substring(0, separator)) ? null : text.substring(0, separator);
        String rest = separator < 0 ? text : text.substring(separator + 3);
        int at = rest.lastIndexOf('@');
        credentials = at < 0 ? null : rest.substring(0, at);
        String behind = rest.substring(at + 1);
        int end = indexOfAny(behind, "/?#");
        hosts = behind.substring(0, end);
        int pathEnd = Math.max(end, indexOfAny(behind, "?#"));
        path = behind.substring(end, pathEnd);
        int hash = behind.indexOf('#');
        int queryEnd = hash < 0 ? behind.length() : hash;
        query = pathEnd < queryEnd ? behind.substring(pathEnd + 1, queryEnd) : "";
        fragment = hash < 0 ? null : behind.substring(hash + 1);
    }

    String text() {
        return text;
    }

    /** What stands before {@code ://}; null if nothing does that could be a scheme. */
    @Nullable
    String scheme() {
        return scheme;
    }

    boolean hasKnownScheme() {
        return scheme != null && (SERVER.contains(scheme) || isSentinel() || isSocket());
    }

    boolean isSentinel() {
        return scheme != null && SENTINEL.contains(scheme);
    }

    boolean isSocket() {
        return scheme != null && SOCKET.contains(scheme);
    }

    /** The number of the database; null if none is named. */
    @Nullable
    String database() {
        return isSocket() || path.length() < 2 ? parameter("database=") : path.substring(1);
    }

    private @Nullable String parameter(String start) {
        for (String parameter : query.split("&", -1)) {
            if (parameter.startsWith(start)) {
                return parameter.substring(start.length());
            }
        }
        return null;
    }

    /** What it says beside who asks and where: the same of a server that has nothing to do with it. */
    String ofAnyServer() {
        return scheme + "://localhost" + path + (query.isEmpty() ? "" : "?" + query);
    }

    /**
     * Which part makes no sense, as far as can be told; null if all do.
     *
     * @param cluster whether several servers may be named
     */
    @Nullable
    String wrongPart(boolean cluster) {
        if (credentials != null && !isEncoded(credentials)) {
            return USER;
        }
        if (isSocket()) {
            return path.length() < 2 ? "in the path" : null;
        }
        if (hosts.indexOf(',') >= 0 && !cluster && !isSentinel()) {
            return HOSTS;
        }
        for (String host : hosts.split(",", -1)) {
            String wrong = wrongHost(host);
            if (wrong != null) {
                return wrong;
            }
        }
        if (database() != null && !isNumber(database(), 0, 1_000_000)) {
            return "in the database";
        }
        return isSentinel() && (fragment == null || fragment.isEmpty()) ? "in the master's name" : null;
    }

    /** What to do about a wrong part. */
    static String advice(String part) {
        return switch (part) {
            case USER ->
                "Write what is special in addresses in percent signs: %40 for @, %2F for /, %23 for #, %25 for %.";
            case HOSTS -> "Name one, or set redis.cluster=true if they are a cluster's.";
            default -> "Correct it; a port is 1 to 65535, a database a number, a Sentinel's master stands after #.";
        };
    }

    private static @Nullable String wrongHost(String host) {
        int colon = host.indexOf(':', Math.max(0, host.lastIndexOf(']')));
        String name = colon < 0 ? host : host.substring(0, colon);
        if (name.isEmpty() || indexOfAny(name, " %\\\"<>") < name.length()) {
            return "in the host";
        }
        return colon < 0 || isNumber(host.substring(colon + 1), 1, 65_535) ? null : "in the port";
    }

    private static boolean isEncoded(String credentials) {
        if (indexOfAny(credentials, "@/#?[]\\ \"<>^`{|}") < credentials.length()) {
            return false;
        }
        for (int at = credentials.indexOf('%'); at >= 0; at = credentials.indexOf('%', at + 1)) {
            if (at + 2 >= credentials.length()
                    || !isHex(credentials.charAt(at + 1))
                    || !isHex(credentials.charAt(at + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }

    private static boolean isNumber(String text, int least, int most) {
        if (text.isEmpty() || text.length() > 7 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return false;
        }
        int number = Integer.parseInt(text);
        return number >= least && number <= most;
    }

    // So that what is shown as a scheme is not the beginning of a password.
    private static boolean isWord(String text) {
        return text.length() <= 20 && text.chars().allMatch(c -> c == '+' || c == '-' || (c >= 'a' && c <= 'z'));
    }

    /** Where the first of these characters is; the length if none is there. */
    private static int indexOfAny(String text, String characters) {
        for (int at = 0; at < text.length(); at++) {
            if (characters.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return text.length();
    }
}
