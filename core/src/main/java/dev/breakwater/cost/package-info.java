/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What calls to language models use and what they cost. A {@link dev.breakwater.cost.usage.UsageReader} reads the provider's
 * own count from its answer, a {@link dev.breakwater.cost.price.PriceBook} knows the prices of each instant, and the
 * {@link dev.breakwater.cost.LlmMeter} puts both together and tells the observers. The meter is a stage of an
 * {@link dev.breakwater.upstream}, or is given answers by hand.
 *
 * <p>Money is exact: rates are whole pico-dollars per token, a call's cost is rounded once to whole nano-dollars, and
 * nothing unknown is ever taken for zero. Covered is what tokens and web searches cost; other fees are not.
 */
@NullMarked
package dev.breakwater.cost;

import org.jspecify.annotations.NullMarked;
