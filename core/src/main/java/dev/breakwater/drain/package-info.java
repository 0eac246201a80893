/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Takes a service out of traffic without anybody noticing: first nobody is sent here any more, while everything is still
 * served; then what comes all the same is refused, and what is in flight may end. What it did is told in one line.
 */
@NullMarked
package dev.breakwater.drain;

import org.jspecify.annotations.NullMarked;
