/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Metering for SDKs that talk through OkHttp 4: {@link dev.breakwater.llm.okhttp.LlmInterceptor} holds what a call can
 * cost before it is sent, reads the usage while its answer passes, and settles the budgets at its end. Needs OkHttp, which
 * the SDK brings.
 */
@NullMarked
package dev.breakwater.llm.okhttp;

import org.jspecify.annotations.NullMarked;
