/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Breaks what running examples stand on, and sees the shipped alerts fire and resolve in a real Prometheus. */
@NullMarked
package dev.breakwater.benchmarks.drill;

import org.jspecify.annotations.NullMarked;
