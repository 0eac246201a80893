/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Finds out how many users at a time the running service serves well, and at how many it breaks. */
@NullMarked
package dev.breakwater.examples.decision.load;

import org.jspecify.annotations.NullMarked;
