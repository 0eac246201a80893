/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.time.Duration;
import java.util.Objects;

/** What a breaker looks back on: the last calls, or the last while. Immutable. */
public sealed interface BreakerWindow {
    /**
     * The last calls.
     *
     * @param count how many, 1 or more
     */
    record Calls(int count) implements BreakerWindow {}

    /**
     * The last while.
     *
     * @param span whole seconds, 1 or more
     */
    record Time(Duration span) implements BreakerWindow {
        /** Takes only what is there; the policy says what is wrong with it. */
        public Time {
            Objects.requireNonNull(span, "span");
        }
    }

    /** The last calls. */
    static BreakerWindow calls(int count) {
        return new Calls(count);
    }

    /** The last while. */
    static BreakerWindow time(Duration span) {
        return new Time(span);
    }
}
