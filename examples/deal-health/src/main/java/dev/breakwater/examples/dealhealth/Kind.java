/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where evidence about a deal comes from. */
public enum Kind {
    /** A machine tried the offer. */
    AUTOMATED_TEST,
    /** Somebody tried it and says how it went. */
    COMMUNITY_VERIFICATION,
    /** Somebody wrote something about it. */
    COMMUNITY_TIP;

    /** The kind in JSON: {@code automated_test}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    static @Nullable Kind of(String text) {
        for (Kind kind : values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
