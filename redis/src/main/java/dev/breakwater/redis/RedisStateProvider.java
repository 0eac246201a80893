/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.runtime.SharedState;
import dev.breakwater.runtime.SharedStateProvider;

/** Opens Redis for runtimes whose settings ask for it. Public for {@link java.util.ServiceLoader} alone. */
public final class RedisStateProvider implements SharedStateProvider {
    /** For the service loader. */
    public RedisStateProvider() {}

    @Override
    public SharedState open(RedisSettings settings, TimeSource time) {
        return RedisState.open(settings, time);
    }
}
