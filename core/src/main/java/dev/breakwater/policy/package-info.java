/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** How wishes are stated and checked: problems, and the matching of methods and paths. */
@NullMarked
package dev.breakwater.policy;

import org.jspecify.annotations.NullMarked;
