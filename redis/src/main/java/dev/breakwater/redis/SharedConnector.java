/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.concurrent.CompletionStage;

/** Makes connections by another connector, which is not closed with it. */
record SharedConnector(Connector owner) implements Connector {
    @Override
    public String where() {
        return owner.where();
    }

    @Override
    public long limitNanos() {
        return owner.limitNanos();
    }

    @Override
    public CompletionStage<Session> connect() {
        return owner.connect();
    }

    @Override
    public void close() {
        // Whoever owns it does that.
    }
}
