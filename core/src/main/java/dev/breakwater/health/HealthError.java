/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Instant;

/**
 * The newest failure of a component, remembered after it has recovered. Immutable.
 *
 * @param message what was wrong, redacted and at most 512 characters
 * @param time when it was found
 */
public record HealthError(String message, Instant time) {}
