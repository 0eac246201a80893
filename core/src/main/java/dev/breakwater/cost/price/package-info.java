/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What usage costs. A {@link dev.breakwater.cost.price.PriceBook} knows the prices of each instant and who says so. Money
 * is exact: rates are whole pico-dollars per token, a call's cost is rounded once to whole nano-dollars, and nothing
 * unknown is ever taken for zero.
 */
@NullMarked
package dev.breakwater.cost.price;

import org.jspecify.annotations.NullMarked;
