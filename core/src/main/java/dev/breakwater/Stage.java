/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

/**
 * When a guard is visited. Guards run in the order of these constants; within a stage, in the order they were given.
 * Users cannot reorder stages, because the order itself is a protection: a refusal must be logged, must carry the
 * security and CORS headers, and must never hit a preflight or a probe.
 */
public enum Stage {
    /** Opens what lasts for the whole request: the request event and the request id. */
    OBSERVE,
    /** Adds headers to every response, refusals included. */
    DECORATE,
    /** Answers what the application never sees and what is never throttled: preflights, probes, operator endpoints. */
    ANSWER,
    /** Refuses what is too much: request limits, overload, rate limits. */
    LIMIT,
    /** Refuses what is too expensive: spend budgets. */
    ACCOUNT
}
