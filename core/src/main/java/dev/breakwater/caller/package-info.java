/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** Who is calling: the one place where forwarding headers are read and client addresses are made. */
@NullMarked
package dev.breakwater.caller;

import org.jspecify.annotations.NullMarked;
