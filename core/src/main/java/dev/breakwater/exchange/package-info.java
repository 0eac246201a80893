/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What guards see of a request and what they may do to its response, free of any web stack. */
@NullMarked
package dev.breakwater.exchange;

import org.jspecify.annotations.NullMarked;
