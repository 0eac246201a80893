/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What was spent, row by row: one {@link dev.breakwater.cost.ledger.LedgerRow} for each thing that happened to an attempt.
 * A {@link dev.breakwater.cost.ledger.Ledger} keeps the rows, in memory or in a file that is replayed after a crash, and a
 * report is a fold over them. No row holds a prompt, an answer or a key.
 */
@NullMarked
package dev.breakwater.cost.ledger;

import org.jspecify.annotations.NullMarked;
