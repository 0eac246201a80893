/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.servers;

import jakarta.servlet.ServletContext;
import java.io.PrintStream;
import java.util.TreeMap;

/** Says which filters a server has. */
final class Registered {
    private Registered() {}

    static void print(ServletContext context, PrintStream out) {
        new TreeMap<>(context.getFilterRegistrations())
                .forEach((name, filter) -> out.println("filter " + name + ": " + filter.getClassName()));
        out.println("filters: " + context.getFilterRegistrations().size());
    }
}
