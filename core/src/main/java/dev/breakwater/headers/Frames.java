/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code X-Frame-Options} and {@code frame-ancestors}: two words for one answer. */
final class Frames {
    private static final List<String> NOBODY = List.of("'none'");
    private static final List<String> SELF = List.of("'self'");

    private Frames() {}

    /** The options that say the same as these ancestors, or null. */
    static @Nullable String optionsLike(List<String> ancestors) {
        if (ancestors.isEmpty() || ancestors.equals(NOBODY)) {
            return "DENY";
        }
        return ancestors.equals(SELF) ? "SAMEORIGIN" : null;
    }

    /** The ancestors that say the same as these options. */
    static List<String> ancestorsLike(String options) {
        return options.equals("DENY") ? NOBODY : SELF;
    }
}
