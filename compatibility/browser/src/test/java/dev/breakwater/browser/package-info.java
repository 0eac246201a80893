/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * A real browser in front of real servers: what its scripts may send and read, load and run shows whether the headers
 * that the other tests expect mean in Chromium what they mean in the standards.
 */
@NullMarked
package dev.breakwater.browser;

import org.jspecify.annotations.NullMarked;
