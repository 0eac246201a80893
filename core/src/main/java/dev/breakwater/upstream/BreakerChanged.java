/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.Decision;
import java.util.Locale;

/**
 * A breaker changed: heard once for each change.
 *
 * @param upstream whose breaker it is
 * @param from the state until now
 * @param to the state from now on
 */
public record BreakerChanged(String upstream, State from, State to) implements Decision {
    /** What a breaker does with calls. */
    public enum State {
        /** It lets them pass. */
        CLOSED,
        /** It refuses them. */
        OPEN,
        /** It lets a few pass to see how they fare. */
        HALF_OPEN;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** The state in events and meters: {@code half_open}. */
        public String text() {
            return text;
        }
    }

    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.upstream." + upstream + ".breaker", to.text());
    }
}
