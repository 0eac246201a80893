/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Breakwater as a Jakarta Servlet filter: {@link dev.breakwater.servlet.BreakwaterFilter} takes every request through
 * the chain and tells it how the request truly ended, {@link dev.breakwater.servlet.IdentifiedFilter} comes back to it
 * once the user is known.
 */
@NullMarked
package dev.breakwater.servlet;

import org.jspecify.annotations.NullMarked;
