/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Decisions as Micrometer meters. The only package that knows Micrometer, which may be absent. */
@NullMarked
package dev.breakwater.metrics;

import org.jspecify.annotations.NullMarked;
