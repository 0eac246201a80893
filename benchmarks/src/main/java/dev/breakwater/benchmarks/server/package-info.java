/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Whole servers under load, beside each other: bare ones, with Breakwater, and with what a team would install in its place. */
@NullMarked
package dev.breakwater.benchmarks.server;

import org.jspecify.annotations.NullMarked;
