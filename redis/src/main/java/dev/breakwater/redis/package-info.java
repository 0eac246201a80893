/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the instances of a service share, kept in Redis by way of Lettuce: the buckets of rate limits. Each question is one
 * script call that decides on everything at once, by the server's clock. Redis may be away, slow or new at any time:
 * requests go on without it.
 */
@NullMarked
package dev.breakwater.redis;

import org.jspecify.annotations.NullMarked;
