/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/** An amount of tokens or money does not fit into a long. Thrown instead of wrapping round to a wrong amount. */
public final class CostOverflowException extends ArithmeticException {
    private static final long serialVersionUID = 1L;

    /** With the amount, and what would have fitted. */
    public CostOverflowException(String what) {
        super(what);
    }
}
