/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The examples under load, each a process of its own: what they were promised to bear, and what becomes of it. */
@NullMarked
package dev.breakwater.benchmarks.load;

import org.jspecify.annotations.NullMarked;
