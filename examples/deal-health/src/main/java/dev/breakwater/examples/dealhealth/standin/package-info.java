/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Stands in for what the service calls, so that it runs without keys and without a network. */
@NullMarked
package dev.breakwater.examples.dealhealth.standin;

import org.jspecify.annotations.NullMarked;
