/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.metrics;

/** A class of its tier. */
public final class Metrics {}
