/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.math.BigDecimal;

/** Nano-dollars as people read them. */
final class Usd {
    private static final int NANO = 9;
    private static final int CENTS = 2;

    private Usd() {}

    /** In dollars, exact, with two decimals at least: {@code 6.825}. */
    static String text(long nanoUsd) {
        BigDecimal dollars = BigDecimal.valueOf(nanoUsd, NANO).stripTrailingZeros();
        return (dollars.scale() < CENTS ? dollars.setScale(CENTS) : dollars).toPlainString();
    }
}
