/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.health;

/** The health SPI, which all protections may use. */
public interface Check {
    boolean up();
}
