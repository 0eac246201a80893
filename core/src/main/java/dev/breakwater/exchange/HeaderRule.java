/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import org.jspecify.annotations.Nullable;

/**
 * A rule that stands over one response header for the whole request, whatever the application, an error page or a reset
 * does. Immutable.
 *
 * @param mode how the rule meets the application's own writes
 * @param name the header
 * @param value what it says; null only under {@link Mode#PIN}: the header is never sent
 * @param isExceptOn3xx whether it does not stand over responses with a status from 300 to 399
 */
public record HeaderRule(Mode mode, String name, @Nullable String value, boolean isExceptOn3xx) {

    /** How a rule meets the application's own writes of the same header. There is no fourth way. */
    public enum Mode {
        /** Ours is sent; the application's writes of this name are ignored. */
        PIN,
        /** Ours is sent unless the application writes this name; its first write replaces ours. */
        DEFAULT,
        /** A list header: ours and the application's elements are sent once each. */
        MERGE
    }

    /** Checks name and value. */
    public HeaderRule {
        HeaderSyntax.requireName(name);
        if (value != null) {
            HeaderSyntax.requireValue(name, value);
        } else if (mode != Mode.PIN) {
            throw new IllegalArgumentException(
                    "header " + name + ": no value (expected: a value, or PIN to remove it)");
        }
    }

    /** This value, whatever the application writes. */
    public static HeaderRule pin(String name, String value) {
        return new HeaderRule(Mode.PIN, name, value, false);
    }

    /** This value unless the application writes its own. */
    public static HeaderRule byDefault(String name, String value) {
        return new HeaderRule(Mode.DEFAULT, name, value, false);
    }

    /** These elements, beside the application's. */
    public static HeaderRule merge(String name, String elements) {
        return new HeaderRule(Mode.MERGE, name, elements, false);
    }

    /** Never sent, even if the application writes it. */
    public static HeaderRule remove(String name) {
        return new HeaderRule(Mode.PIN, name, null, false);
    }

    /**
     * The same rule, which does not stand over redirects and other responses with a status from 300 to 399: what it says
     * is not sent with them, what the application writes is.
     */
    public HeaderRule exceptOn3xx() {
        return new HeaderRule(mode, name, value, true);
    }
}
