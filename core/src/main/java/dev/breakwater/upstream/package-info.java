/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Calls to what the service depends on: a language model, an API, a database. Each {@link
 * dev.breakwater.upstream.Upstream} is one pipeline: kill switch, cache, deadline, attempts, breaker, bulkhead, the call
 * itself, and the meter around it; a fallback answers when the pipeline cannot. Thus a failing upstream costs no more
 * than its deadline and holds no more than its share of threads.
 */
@NullMarked
package dev.breakwater.upstream;

import org.jspecify.annotations.NullMarked;
