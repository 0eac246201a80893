/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a call to a language model asks for and what it used, in its provider's words and in ours. A
 * {@link dev.breakwater.cost.usage.UsageReader} reads the provider's own count from its answer, whole or streamed, and
 * makes disjoint {@linkplain dev.breakwater.cost.usage.TokenClass classes} of it. An
 * {@link dev.breakwater.cost.usage.LlmRequest} says what the call can use at most. Knows no prices.
 */
@NullMarked
package dev.breakwater.cost.usage;

import org.jspecify.annotations.NullMarked;
