/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import java.util.function.BooleanSupplier;

/** Code that says whether the switch is thrown. */
record KillCallback(String upstream, BooleanSupplier isDisabled) implements KillSource {
    @Override
    public boolean isThrown() {
        return isDisabled.getAsBoolean();
    }

    @Override
    public String toString() {
        return "the callback that disables upstream " + upstream;
    }
}
