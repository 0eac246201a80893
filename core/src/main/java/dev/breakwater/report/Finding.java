/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.Locale;

/**
 * What a check found. Immutable.
 *
 * @param state how it stands
 * @param evidence what that rests on, with the values that decided it and never a secret; of what is outside, the reason
 * @param fix which key to set, or what to do; empty if there is nothing to do
 */
public record Finding(State state, String evidence, String fix) {

    /** How it stands with a check. */
    public enum State {
        /** As it should be. */
        PASS,
        /** It can stay so, if somebody has thought about it. */
        WARN,
        /** Do not go live like this. */
        FAIL,
        /** Nothing that a library could judge. */
        OUTSIDE;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The state in the report: {@code pass}. */
        public String text() {
            return text;
        }
    }

    /** It is as it should be. */
    public static Finding pass(String evidence) {
        return new Finding(State.PASS, evidence, "");
    }

    /** It can stay so, if somebody has thought about it. */
    public static Finding warn(String evidence, String fix) {
        return new Finding(State.WARN, evidence, fix);
    }

    /** The service should not go live like this. */
    public static Finding fail(String evidence, String fix) {
        return new Finding(State.FAIL, evidence, fix);
    }

    /** It cannot be judged from here. */
    public static Finding outside(String reason) {
        return new Finding(State.OUTSIDE, reason, "");
    }
}
