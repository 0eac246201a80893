/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

/**
 * An alert that fires.
 *
 * @param name its name; of those that look at several windows, with which: {@code ErrorBudgetBurn fast}
 * @param job the service it is about
 * @param summary what it says
 */
record Alert(String name, String job, String summary) {}
