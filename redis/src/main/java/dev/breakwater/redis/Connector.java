/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.concurrent.CompletionStage;

/** Makes connections, and knows to where. Safe for use by many threads. */
interface Connector extends AutoCloseable {
    /** Where Redis is, for operators: never with credentials. */
    String where();

    /** How long making a connection may take. */
    long limitNanos();

    /** Begins to make one. May block, so it is not for the threads of requests. */
    CompletionStage<Session> connect();

    /** Lets go of what belongs to this connector; never of an application's client. */
    @Override
    void close();
}
