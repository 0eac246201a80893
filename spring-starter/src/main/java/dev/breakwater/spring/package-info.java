/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Breakwater as a Spring Boot starter. */
@NullMarked
package dev.breakwater.spring;

import org.jspecify.annotations.NullMarked;
