/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The kernel: an immutable chain of guards that every request passes, and the values that travel along it.
 *
 * <p>{@link dev.breakwater.Breakwater} visits {@link dev.breakwater.Guard}s in the order of their
 * {@link dev.breakwater.Stage} and folds their {@link dev.breakwater.Verdict}s into one
 * {@link dev.breakwater.Admission}. {@link dev.breakwater.Observer}s hear every {@link dev.breakwater.Decision}.
 */
@NullMarked
package dev.breakwater;

import org.jspecify.annotations.NullMarked;
