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
 * @param isExceptOnErrors whether it does not stand over errors, with a status from 400 on, and over answers that the
 *     application has not given
 * @param onErrors what it says instead on errors, with a status from 400 on, on temporary redirects (302, 303, 307), and
 *     on answers that the application has not given; not under {@link Mode#MERGE}; null if that is no different
 */
public record HeaderRule(
        Mode mode,
        String name,
        @Nullable String value,
        boolean isExceptOn3xx,
        boolean isExceptOnErrors,
        @Nullable String onErrors) {

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
        if (onErrors != null) {
            HeaderSyntax.requireValue(name, onErrors);
            if (mode == Mode.MERGE || value == null) {
                throw new IllegalArgumentException("header " + name + ": " + mode
                        + " with another value on errors (expected: DEFAULT, or PIN with a value)");
            }
        }
    }

    /** This value, whatever the application writes. */
    public static HeaderRule pin(String name, String value) {
        return new HeaderRule(Mode.PIN, name, value, false, false, null);
    }

    /** This value unless the application writes its own. */
    public static HeaderRule byDefault(String name, String value) {
        return new HeaderRule(Mode.DEFAULT, name, value, false, false, null);
    }

    /** These elements, beside the application's. */
    public static HeaderRule merge(String name, String elements) {
        return new HeaderRule(Mode.MERGE, name, elements, false, false, null);
    }

    /** Never sent, even if the application writes it. */
    public static HeaderRule remove(String name) {
        return new HeaderRule(Mode.PIN, name, null, false, false, null);
    }

    /**
     * The same rule, which does not stand over redirects and other responses with a status from 300 to 399: what it says
     * is not sent with them, what the application writes is.
     */
    public HeaderRule exceptOn3xx() {
        return new HeaderRule(mode, name, value, true, isExceptOnErrors, onErrors);
    }

    /**
     * The same rule, which does not stand over errors, with a status from 400 on, nor over answers that the application has
     * not given: what is to happen when something was done must not happen when it was refused.
     */
    public HeaderRule exceptOnErrors() {
        return new HeaderRule(mode, name, value, isExceptOn3xx, true, onErrors);
    }

    /**
     * The same rule, which says something else on errors and temporary redirects; under {@link Mode#DEFAULT} as long as
     * the application says nothing. What may be kept for a year if it is there may not be if it was not found.
     */
    public HeaderRule onErrors(String instead) {
        return new HeaderRule(mode, name, value, isExceptOn3xx, isExceptOnErrors, instead);
    }

    /** What it says on errors, or otherwise. */
    public @Nullable String valueOn(boolean error) {
        return error && onErrors != null ? onErrors : value;
    }
}
