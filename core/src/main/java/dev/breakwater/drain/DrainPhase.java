/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import java.util.Locale;

/** How far a service is in being taken out of traffic. It only ever goes on to the next. */
public enum DrainPhase {
    /** No drain has begun. */
    SERVING,
    /** Not ready any more; whatever comes is served, and its connection closed behind it. */
    BEGUN,
    /** What comes is refused; what is in flight is waited for. */
    REFUSING,
    /** Nothing is waited for any more; what comes is refused. */
    ENDED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** In one lower-case word, for logs and meters. */
    public String text() {
        return text;
    }
}
