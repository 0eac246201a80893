/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;

/** What a module that knows a kind of shared state registers as a service ({@link java.util.ServiceLoader}). */
public interface SharedStateProvider {
    /**
     * Opens it without waiting for anything: it may be away at the start, and comes when it comes.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if the settings are wrong, or are not enough
     */
    SharedState open(RedisSettings settings, TimeSource time);
}
