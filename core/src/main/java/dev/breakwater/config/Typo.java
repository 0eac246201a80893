/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.NearestName;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the legal name that somebody probably meant. */
final class Typo {
    private Typo() {}

    /** A sentence, with a space behind it, that names the likely one; empty if none is likely. */
    static String suggestion(String written, Collection<String> legal) {
        String likely = likely(written, legal);
        return likely == null ? "" : "Did you mean " + likely + "? ";
    }

    /** The nearest of these names, if it is near; case, dashes, dots and underscores do not count. */
    static @Nullable String likely(String written, Collection<String> legal) {
        String near = NearestName.of(written, legal);
        return near == null ? inOtherWords(written, legal) : near;
    }

    // Our own keys have both words, each in its place, so that one is easily written for the other.
    private static @Nullable String inOtherWords(String written, Collection<String> legal) {
        String other = written.contains("exclude")
                ? written.replace("exclude", "exempt")
                : written.replace("exempt", "exclude");
        return NearestName.of(other, legal);
    }

    /** A name without what spellings differ in. */
    static String uniform(String name) {
        return NearestName.uniform(name);
    }
}
