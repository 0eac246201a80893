/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.localecase.policy;

/** Wrong: a Turkish server lower-cases differently. */
public final class Names {
    public String lower(String name) {
        return name.toLowerCase();
    }
}
