/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/** Tests against real Redis servers, which {@link dev.breakwater.redis.RedisProcess} starts and ill-treats. */
@NullMarked
package dev.breakwater.redis;

import org.jspecify.annotations.NullMarked;
