/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An upstream was stopped, or is called again: heard once for each change.
 *
 * @param upstream whose kill switch it is
 * @param disabled whether it is thrown from now on
 * @param by who changed it
 */
public record KillSwitchChanged(String upstream, boolean disabled, By by) implements Decision {
    /** Who can throw a kill switch. */
    public enum By {
        /** The configuration. */
        SETTING,
        /** The application's code. */
        CODE,
        /** An operator's call. */
        OPERATOR,
        /** The watched file. */
        FILE,
        /** A callback of the application's. */
        CALLBACK;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The source in events and documents: {@code file}. */
        public String text() {
            return text;
        }
    }

    @Override
    public void describe(Fields fields) {
        String prefix = "breakwater.upstream." + upstream + '.';
        fields.put(prefix + "disabled", disabled);
        fields.put(prefix + "disabled_by", by.text());
    }

    /** An administrative act. That of an operator is on record with whoever called, so not a second time here. */
    @Override
    public @Nullable SecurityEvent securityEvent() {
        return by == By.OPERATOR ? null : SecurityEvent.AUTHZ_ADMIN;
    }
}
