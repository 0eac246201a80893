/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What passes: how many requests, how they end, how long they take, and whether that is what was promised. */
@NullMarked
package dev.breakwater.traffic;

import org.jspecify.annotations.NullMarked;
