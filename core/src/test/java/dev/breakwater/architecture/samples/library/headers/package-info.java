/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A sample for the rules. */
@NullMarked
package dev.breakwater.architecture.samples.library.headers;

import org.jspecify.annotations.NullMarked;
