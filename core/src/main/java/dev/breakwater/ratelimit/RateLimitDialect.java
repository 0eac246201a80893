/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way to tell clients about their limits. Several can be spoken at once, as long as no two of them use one field for
 * different things.
 */
public enum RateLimitDialect {
    /**
     * {@code RateLimit: "api";r=99;t=60} and {@code RateLimit-Policy: "api";q=100;w=60}, as in
     * draft-ietf-httpapi-ratelimit-headers-11 and, in the same form, in its versions 08 to 10. The default.
     */
    DRAFT_11("draft-11"),

    /**
     * {@code RateLimit: "api";r=99;t=60;a=99;w=60;c=1}: each item in the words of version 11 and in those of the editors'
     * next text. Readers of either ignore the parameters that they do not know.
     */
    DRAFT_11_NEXT("draft-11-next"),

    /** {@code RateLimit: limit=100, remaining=99, reset=60} and {@code RateLimit-Policy: 100;w=60}, as in version 07. */
    DRAFT_7("draft-7"),

    /**
     * {@code RateLimit-Limit: 100}, {@code RateLimit-Remaining: 99}, {@code RateLimit-Reset: 60} in seconds from now, and
     * {@code RateLimit-Policy: 100;w=60}, as in version 06.
     */
    DRAFT_6("draft-6"),

    /**
     * {@code X-RateLimit-Limit: 100}, {@code X-RateLimit-Remaining: 99} and {@code X-RateLimit-Reset: 1798761600}, the
     * second since 1970 at which the limit will be as if it had never been used.
     */
    LEGACY("legacy"),

    /** Nothing; a refusal still says {@code Retry-After}. */
    NONE("none");

    private final String text;

    RateLimitDialect(String text) {
        this.text = text;
    }

    /** The response fields that it uses. */
    public List<String> names() {
        return switch (this) {
            case DRAFT_11, DRAFT_11_NEXT, DRAFT_7 -> List.of(Dialect.LIMIT, Dialect.POLICY);
            case DRAFT_6 -> List.of("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", Dialect.POLICY);
            case LEGACY -> List.of("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset");
            case NONE -> List.of();
        };
    }

    /** Whether it tells windows, in whole seconds; it knows no smaller ones. */
    boolean tellsWindows() {
        return names().contains(Dialect.POLICY);
    }

    /** What speaks it. */
    Dialect spokenWith(TimeSource time, @Nullable PartitionKeys partitionKeys) {
        return switch (this) {
            case DRAFT_11 -> new ItemFields(partitionKeys, false);
            case DRAFT_11_NEXT -> new ItemFields(partitionKeys, true);
            case DRAFT_7 -> new DictionaryFields();
            case DRAFT_6 -> new SingleFields();
            case LEGACY -> new LegacyFields(time);
            case NONE -> Dialect.SILENT;
        };
    }

    /** As configured. */
    @Override
    public String toString() {
        return text;
    }
}
