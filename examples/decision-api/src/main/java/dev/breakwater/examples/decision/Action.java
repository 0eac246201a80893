/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What to do with a message. */
public enum Action {
    /** Nothing: it is spam or noise. */
    IGNORE,
    /** Answer it. */
    REPLY,
    /** Wake somebody up. */
    ESCALATE,
    /** Have a person look at the refund that is asked for. */
    REVIEW_REFUND,
    /** Try to keep a customer who is about to leave. */
    RETAIN;

    /** The action in JSON: {@code review_refund}. */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable Action of(String text) {
        for (Action action : values()) {
            if (action.text().equals(text)) {
                return action;
            }
        }
        return null;
    }
}
