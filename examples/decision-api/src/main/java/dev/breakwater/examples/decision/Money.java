/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Nano-dollars as people write dollars: exact, in plain digits, with two decimals at least. */
public final class Money {
    private static final int NANO_DECIMALS = 9;
    private static final int USUAL_DECIMALS = 2;

    private Money() {}

    /** This many nano-dollars. */
    public static String usd(long nano) {
        return text(BigDecimal.valueOf(nano, NANO_DECIMALS));
    }

    /** What this many cost if so many cost this; rounded to whole nano-dollars. Nothing costs nothing. */
    public static String usdFor(long many, long nano, long soMany) {
        return soMany == 0
                ? usd(0)
                : text(BigDecimal.valueOf(nano, NANO_DECIMALS)
                        .multiply(BigDecimal.valueOf(many))
                        .divide(BigDecimal.valueOf(soMany), NANO_DECIMALS, RoundingMode.HALF_UP));
    }

    private static String text(BigDecimal usd) {
        BigDecimal exact = usd.stripTrailingZeros();
        return (exact.scale() < USUAL_DECIMALS ? exact.setScale(USUAL_DECIMALS) : exact).toPlainString();
    }
}
