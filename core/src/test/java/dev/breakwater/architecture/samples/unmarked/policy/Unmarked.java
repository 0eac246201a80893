/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.unmarked.policy;

/** Wrong: its package says nothing about nulls. */
public final class Unmarked {}
