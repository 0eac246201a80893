/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.upstream.SpendRefusedException;

/**
 * A call was not made because there is a budget, and nobody can say what the call would take of it at most: its model has
 * no price, or a part of it has no bound.
 */
public final class UnboundedSpendException extends SpendRefusedException {
    private static final long serialVersionUID = 1L;

    UnboundedSpendException(String message) {
        super(message, null);
    }
}
