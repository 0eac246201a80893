/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Whole servers to be measured beside each other; which libraries each has is said by a module of its own. */
@NullMarked
package dev.breakwater.benchmarks.servers;

import org.jspecify.annotations.NullMarked;
