/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Removes secrets from texts before anything records them: by the name they go under, and by the shape they have. Every
 * scan takes time linear in its text, and what cannot be judged is removed.
 */
@NullMarked
package dev.breakwater.redact;

import org.jspecify.annotations.NullMarked;
