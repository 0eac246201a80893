/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What a request may look like at all. */
@NullMarked
package dev.breakwater.requestlimits;

import org.jspecify.annotations.NullMarked;
