/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What may be spent on calls to language models. A {@link dev.breakwater.cost.budget.Budget} is a limit of money or tokens
 * for one key and period. {@link dev.breakwater.cost.budget.Budgets} hold what a call can cost at most before it is made,
 * in all its budgets or in none, and replace that by what it did cost: what is committed and what is held never exceed the
 * limit together. Where the counts are kept is a {@link dev.breakwater.cost.budget.BudgetStore}'s matter. Knows no prices:
 * amounts come in as nano-dollars and tokens.
 */
@NullMarked
package dev.breakwater.cost.budget;

import org.jspecify.annotations.NullMarked;
