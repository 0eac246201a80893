/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many secrets were taken out, by where they stood: what the meter {@code breakwater.log.redactions} tells. Counts
 * start at zero and only grow. Safe for use by many threads, without locks.
 */
public final class Redactions {
    /** Where a secret stood. */
    public enum Kind {
        /** A header other than those that carry cookies. */
        HEADER,
        /** The query of a URL. */
        QUERY,
        /** The path of a URL, or what stands before its host. */
        PATH,
        /** A JSON body, a line of one, or an event of a stream. */
        JSON,
        /** A form, or the names of a multipart body's parts. */
        FORM,
        /** A cookie. */
        COOKIE,
        /** Any other text: a message, a stack trace, an attribute; also a body that was replaced as a whole. */
        VALUE;

        private final String tag = name().toLowerCase(Locale.ROOT);

        /** The value of the meter's tag {@code kind}. */
        public String tag() {
            return tag;
        }
    }

    private final Map<Kind, LongAdder> counts = new EnumMap<>(Kind.class);

    /** All zero. */
    public Redactions() {
        for (Kind kind : Kind.values()) {
            counts.put(kind, new LongAdder());
        }
    }

    /** How many were taken out there so far. */
    public long count(Kind kind) {
        return adder(kind).sum();
    }

    void add(Kind kind) {
        adder(kind).increment();
    }

    private LongAdder adder(Kind kind) {
        return Objects.requireNonNull(counts.get(kind));
    }
}
