/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

/** What every server answers, about a hundred bytes of JSON. */
record Greeting(int id, String message, String from, boolean fresh) {
    static final Greeting HELLO = new Greeting(42, "Hello from a server that is being measured", "the harbour", true);
}
