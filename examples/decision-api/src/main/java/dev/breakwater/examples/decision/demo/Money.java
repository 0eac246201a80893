/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.math.BigDecimal;

/** Nano-dollars as people write money. */
final class Money {
    private static final int NANO_DECIMALS = 9;

    private Money() {}

    static String usd(long nano) {
        BigDecimal exact = BigDecimal.valueOf(nano, NANO_DECIMALS).stripTrailingZeros();
        return (exact.scale() < 2 ? exact.setScale(2) : exact).toPlainString() + " USD";
    }
}
