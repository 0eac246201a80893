/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Metering for Anthropic's SDK, at its own HTTP layer: {@link dev.breakwater.llm.anthropic.AnthropicInterceptor} holds what a
 * call can cost before it is sent, reads the usage while its answer passes, and settles the budgets at its end. Needs
 * {@code anthropic-java-core}, which the SDK brings.
 */
@NullMarked
package dev.breakwater.llm.anthropic;

import org.jspecify.annotations.NullMarked;
