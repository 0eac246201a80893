/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What tells callers apart: their address, their user name, a credential they send, or nothing at all. A closed set:
 * {@link #IP}, {@link #USER}, {@link #API_KEY}, {@link #GLOBAL} and {@link #header headers}. Immutable.
 */
public final class CallerKey {
    /** The client's address as trusted proxies tell it; one IPv6 prefix is one client. Always present. */
    public static final CallerKey IP = new CallerKey(Kind.IP, "ip", null);

    /** The authenticated user. Known only at the second admission point. */
    public static final CallerKey USER = new CallerKey(Kind.USER, "user", null);

    /** The key in the header that the guard was told to read it from. */
    public static final CallerKey API_KEY = new CallerKey(Kind.API_KEY, "api-key", null);

    /** One bucket for everybody. Always present. */
    public static final CallerKey GLOBAL = new CallerKey(Kind.GLOBAL, "global", null);

    private static final String HEADER_PREFIX = "header:";

    private final Kind kind;
    private final String text;
    private final @Nullable String header;

    private CallerKey(Kind kind, String text, @Nullable String header) {
        this.kind = kind;
        this.text = text;
        this.header = header;
    }

    /**
     * The value of a request header.
     *
     * @param name the header
     * @throws InvalidPolicyException if that is no header name
     */
    public static CallerKey header(String name) {
        return of(HEADER_PREFIX + name);
    }

    /**
     * Reads a key as configured: {@code ip}, {@code user}, {@code api-key}, {@code header:NAME} or {@code global}.
     *
     * @throws InvalidPolicyException if it is none of them
     */
    public static CallerKey of(String text) {
        Problems problems = new Problems();
        CallerKey key = parse(text, "key", problems);
        problems.throwIfInvalid();
        return key == null ? IP : key;
    }

    /**
     * Reads a key as configured and notes what is wrong with it.
     *
     * @param path where the text comes from
     * @return the key, or null if it is none
     */
    public static @Nullable CallerKey parse(String text, String path, Problems problems) {
        String word = text.strip();
        if (word.regionMatches(true, 0, HEADER_PREFIX, 0, HEADER_PREFIX.length())) {
            return parseHeader(word.substring(HEADER_PREFIX.length()).strip(), text, path, problems);
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "ip" -> IP;
            case "user" -> USER;
            case "api-key" -> API_KEY;
            case "global" -> GLOBAL;
            default -> unknown(text, path, problems);
        };
    }

    private static @Nullable CallerKey unknown(String text, String path, Problems problems) {
        problems.error(
                "BW-RATE-010",
                path,
                text,
                "ip, user, api-key, header:NAME or global",
                "Use one of these, or a list of them: the first that a request has counts.");
        return null;
    }

    private static @Nullable CallerKey parseHeader(String name, String text, String path, Problems problems) {
        if (!HeaderSyntax.isToken(name)) {
            problems.error(
                    "BW-RATE-010",
                    path,
                    text,
                    "header: and the name of a header",
                    "Write for example header:X-Tenant.");
            return null;
        }
        return new CallerKey(Kind.HEADER, HEADER_PREFIX + name.toLowerCase(Locale.ROOT), name);
    }

    /** Whether every request has this key. */
    boolean isAlwaysPresent() {
        return kind == Kind.IP || kind == Kind.GLOBAL;
    }

    /** Whether the key is only what the client claims, until a verifier says otherwise. */
    boolean isClaim() {
        return kind == Kind.API_KEY || kind == Kind.HEADER;
    }

    Kind kind() {
        return kind;
    }

    @Nullable
    String headerName() {
        return header;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof CallerKey that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As configured. */
    @Override
    public String toString() {
        return text;
    }

    enum Kind {
        IP,
        USER,
        API_KEY,
        HEADER,
        GLOBAL
    }
}
