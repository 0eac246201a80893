/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What every guard and every adapter must do, as tests to extend, and the stand-ins that tests of guards need: a request
 * without a web stack and clocks that stand still.
 */
@NullMarked
package dev.breakwater.contract;

import org.jspecify.annotations.NullMarked;
