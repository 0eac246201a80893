/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** The least there is: an embedded Tomcat, one servlet, and Breakwater before it. */
@NullMarked
package dev.breakwater.examples.plain;

import org.jspecify.annotations.NullMarked;
