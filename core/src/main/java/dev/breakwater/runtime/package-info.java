/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What lives longer than a chain: time, threads, stores and sinks. */
@NullMarked
package dev.breakwater.runtime;

import org.jspecify.annotations.NullMarked;
