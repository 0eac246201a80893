/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Servers that answer in place of the real ones where there is no key: the same wire format over real HTTP. */
@NullMarked
package dev.breakwater.examples.shopping.standin;

import org.jspecify.annotations.NullMarked;
