/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How likely it is that the customer leaves, as far as one message tells. */
public enum ChurnRisk {
    /** Nothing in it speaks of leaving. */
    LOW,
    /** The customer has a reason to be angry. */
    MEDIUM,
    /** The customer speaks of leaving. */
    HIGH;

    /** The risk in JSON. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable ChurnRisk of(String text) {
        for (ChurnRisk risk : values()) {
            if (risk.text().equals(text)) {
                return risk;
            }
        }
        return null;
    }
}
