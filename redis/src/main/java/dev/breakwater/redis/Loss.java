/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;

/** Hears of a connection's end. */
final class Loss implements RedisConnectionStateListener {
    private final Runnable action;

    Loss(Runnable action) {
        this.action = action;
    }

    @Override
    public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
        action.run();
    }
}
