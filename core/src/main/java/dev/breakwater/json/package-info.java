/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** JSON text as Breakwater writes it: one line, printable ASCII, safe in logs and headers. */
@NullMarked
package dev.breakwater.json;

import org.jspecify.annotations.NullMarked;
