/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Outcome;

/**
 * The last decision of a request: it has ended, this way. Made exactly once for every admitted request.
 *
 * @param outcome how it ended
 */
public record Completed(Outcome outcome) implements Decision {}
