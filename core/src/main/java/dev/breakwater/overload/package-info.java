/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Sheds what is beyond the service's capacity before it slows down the rest: at most so many requests are in flight, few
 * wait for a moment, and the others are refused at once with 503. What is critical is refused last.
 */
@NullMarked
package dev.breakwater.overload;

import org.jspecify.annotations.NullMarked;
