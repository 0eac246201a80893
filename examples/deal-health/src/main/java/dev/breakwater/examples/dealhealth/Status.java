/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How a deal does, in a word. */
public enum Status {
    /** It works. */
    HEALTHY,
    /** It works for some. */
    DOUBTFUL,
    /** It does not work. */
    BROKEN,
    /** Nobody knows, or nobody has looked for long. */
    UNKNOWN;

    /** The status in JSON. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
