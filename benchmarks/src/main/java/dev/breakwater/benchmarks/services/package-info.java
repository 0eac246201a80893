/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The example services as processes of their own, for loads and drills against what would be deployed. */
@NullMarked
package dev.breakwater.benchmarks.services;

import org.jspecify.annotations.NullMarked;
