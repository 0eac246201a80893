/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.kernelup.ratelimit;

/** A protection. */
public final class Limit {}
