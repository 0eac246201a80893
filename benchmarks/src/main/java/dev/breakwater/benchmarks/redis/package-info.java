/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What a decision costs when its bucket is in Redis: throughput, latency and round trips of Breakwater's store, of Bucket4j's
 * own way to Redis, and of the least that any script can cost, side by side in one run.
 */
@NullMarked
package dev.breakwater.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
