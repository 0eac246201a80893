/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Stands in for the services that are asked, where there is no key: the same wire formats over real HTTP on this machine. */
@NullMarked
package dev.breakwater.examples.bouvet.standin;

import org.jspecify.annotations.NullMarked;
