/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

/**
 * A message to decide about.
 *
 * @param text what the customer wrote, neither blank nor huge
 * @param plan what the customer pays for
 */
record Message(String text, Plan plan) {}
