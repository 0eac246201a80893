/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Shows Breakwater at work: sends real traffic through sockets to the running service, says what each protection did with
 * it, and whether that was right.
 */
@NullMarked
package dev.breakwater.examples.decision.demo;

import org.jspecify.annotations.NullMarked;
