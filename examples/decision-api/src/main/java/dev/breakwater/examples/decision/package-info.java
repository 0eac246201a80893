/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A service protected by Breakwater. */
@NullMarked
package dev.breakwater.examples.decision;

import org.jspecify.annotations.NullMarked;
