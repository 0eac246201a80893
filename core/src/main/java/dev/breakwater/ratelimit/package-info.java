/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * How much each caller may do in which time: policies in words, an engine that knows no HTTP, a store of token buckets,
 * and the guard that says so on the wire.
 */
@NullMarked
package dev.breakwater.ratelimit;

import org.jspecify.annotations.NullMarked;
