/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Shopping Optimizer: where a shopping list is cheapest among what stores nearby sell off. Asynchronous servlets in a
 * Jetty, behind Breakwater's filter, and no thread that waits for the two APIs which they ask.
 */
@NullMarked
package dev.breakwater.examples.shopping;

import org.jspecify.annotations.NullMarked;
