/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redact;

/** What a name says about its value. */
enum Sensitivity {
    /** Nothing. */
    CLEAN,
    /** A secret if the value is long: {@code code=US} is a country, a sixteen-character code is a grant. */
    IF_LONG,
    /** A secret, by a whole name that is also an everyday word: {@code key}, {@code sign}. */
    BY_NAME,
    /** A secret, by a word no harmless name contains: {@code password}. */
    BY_WORD;

    private static final int LONG = 16;

    boolean hides(int valueLength) {
        return this == IF_LONG ? valueLength >= LONG : this != CLEAN;
    }
}
