/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.HeaderRules;

/** Puts a decision into response fields. Safe for use by many threads. */
@FunctionalInterface
interface Dialect {
    String LIMIT = "RateLimit";
    String POLICY = "RateLimit-Policy";

    /** Says nothing. */
    Dialect SILENT = decision -> HeaderRules.none();

    /** The fields for a response to this decision, which lists at least one limit. */
    HeaderRules tell(RateLimitDecision decision);
}
