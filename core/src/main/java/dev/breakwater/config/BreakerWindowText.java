/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.upstream.BreakerWindow;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code 100 calls}, or a duration. */
final class BreakerWindowText {
    private static final String CALLS = "calls";

    private BreakerWindowText() {}

    static @Nullable BreakerWindow parse(String text) {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.endsWith(CALLS)) {
            return calls(plain.substring(0, plain.length() - CALLS.length()).strip());
        }
        Duration span = DurationText.parse(plain);
        return span == null ? null : BreakerWindow.time(span);
    }

    private static @Nullable BreakerWindow calls(String number) {
        boolean fits = Step.isNumber(number) && number.length() < 10;
        return fits ? BreakerWindow.calls(Integer.parseInt(number)) : null;
    }
}
