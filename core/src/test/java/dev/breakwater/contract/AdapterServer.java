/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

/** A web server that runs {@link TestApplication} behind the adapter under test. */
public interface AdapterServer extends AutoCloseable {
    /** The port it listens on, on the loopback interface. */
    int port();

    @Override
    void close() throws Exception;
}
