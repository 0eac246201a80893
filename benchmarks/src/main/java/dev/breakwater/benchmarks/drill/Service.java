/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.io.IOException;
import java.util.List;

/** A service that is drilled: its traffic, and what can break. */
interface Service extends AutoCloseable {
    /** Its name in Prometheus. */
    String job();

    /** The beginning of its scrape configuration, and the ports to scrape. */
    String scraped(Speed speed);

    /** Starts it, and waits until it is ready. */
    void start() throws Exception;

    /** Its users. */
    Traffic traffic();

    /** What to break, one after the other. */
    List<Fault> faults();

    @Override
    void close() throws IOException;
}
