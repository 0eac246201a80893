/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What the service says about itself: checks run in the background, each with its own time limit; probes read the
 * snapshot they left and never run one. A check that hangs, throws or lies still costs nobody but itself.
 */
@NullMarked
package dev.breakwater.health;

import org.jspecify.annotations.NullMarked;
