/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What operators may see and others may not even find. */
@NullMarked
package dev.breakwater.ops;

import org.jspecify.annotations.NullMarked;
