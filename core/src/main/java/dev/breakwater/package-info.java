/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The chain of protections and what a protection is made of. */
@NullMarked
package dev.breakwater;

import org.jspecify.annotations.NullMarked;
