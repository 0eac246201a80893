/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Exactly one event per request, written when the request has truly ended: who asked what, how it ended, how long it
 * took, and what every protection decided. Secrets are taken out before anything is queued or written.
 */
@NullMarked
package dev.breakwater.requestlog;

import org.jspecify.annotations.NullMarked;
