/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Shows the service at work: sends real traffic, prints requests and answers, and checks that they are as they should be. */
@NullMarked
package dev.breakwater.examples.shopping.demo;

import org.jspecify.annotations.NullMarked;
