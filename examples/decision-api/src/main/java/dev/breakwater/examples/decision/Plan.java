/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the customer pays for. */
enum Plan {
    FREE,
    PRO,
    ENTERPRISE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Plan of(String text) {
        for (Plan plan : values()) {
            if (plan.text().equals(text)) {
                return plan;
            }
        }
        return null;
    }
}
