/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.runtime.SharedState;
import org.jspecify.annotations.Nullable;

/** A place where an application may keep a Lettuce of its own. */
interface OwnLettuce {
    /**
     * Opens what instances share by way of the client there is, which stays the application's.
     *
     * @param user the bean that has to be done with the client before whoever owns it
     * @return null if there is no client here
     * @throws dev.breakwater.policy.InvalidPolicyException if there are several, and none is primary
     */
    @Nullable
    SharedState open(RedisSettings settings, TimeSource time, String user);
}
