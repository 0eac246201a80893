/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Breakwater as a Jakarta Servlet filter. */
@NullMarked
package dev.breakwater.servlet;

import org.jspecify.annotations.NullMarked;
