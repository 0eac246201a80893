/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Actuator's types for health, which stand in another package on each line of Boot but say the same. Safe for use by many
 * threads.
 *
 * @param <C> a contributor: an indicator, or a composite of such
 * @param <H> what an indicator finds
 */
interface ActuatorTypes<C, H> {
    /** What is registered, by name, or none where Actuator's endpoint is not there. */
    Map<String, C> registered();

    /** From now on the other one is registered under this name. */
    void replace(String name, C other);

    /** What a composite has registered below itself; empty for anything else. */
    Map<String, C> members(C contributor);

    /** Runs an indicator with all its details; null for what is none, or only tells what Boot knows anyway. */
    @Nullable
    Callable<@Nullable H> indicator(C contributor);

    /** An indicator that answers what was found. */
    C answering(IndicatorCheck<H> check);

    /** The same composite with other members of these names. */
    C composite(C original, Map<String, C> others);

    /** The status's code. */
    String status(H health);

    /** What the status says of itself; empty if nothing. */
    String description(H health);

    /** The details, which may be empty. */
    Map<String, Object> details(H health);

    /** The status to which the endpoint would answer, as HTTP has it. */
    int httpStatus(H health);

    /** Something found. */
    H health(String status, Map<String, Object> details);
}
