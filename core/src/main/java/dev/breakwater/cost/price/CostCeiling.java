/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

/**
 * What a call can cost at most by one price.
 *
 * @param fixedNanoUsd nano-dollars for its input and its fees, rounded up
 * @param nanoUsdPerToken nano-dollars for each token of output, rounded up
 */
public record CostCeiling(long fixedNanoUsd, long nanoUsdPerToken) {}
