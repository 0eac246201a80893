/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.IOException;
import java.net.URI;

/** What a service says about itself in Prometheus' format. */
final class Meters {
    private final String text;

    private Meters(String text) {
        this.text = text;
    }

    static Meters of(Client client, URI where) throws IOException, InterruptedException {
        return new Meters(client.text(where));
    }

    /** The sum over all labels; not a number if there is none of this name. */
    double sum(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .reduce(Double::sum)
                .orElse(Double.NaN);
    }
}
