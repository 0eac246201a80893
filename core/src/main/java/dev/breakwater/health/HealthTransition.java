/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A component changed. Immutable.
 *
 * @param time when, by the wall clock
 * @param from the status until then; null if there was none, because this was its first run
 * @param to the status from then on
 * @param message why, redacted; absent if there is nothing to say
 */
public record HealthTransition(
        Instant time,
        @Nullable HealthStatus from,
        HealthStatus to,
        @Nullable String message) {}
