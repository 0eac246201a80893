/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Something that breaks, and what has to be seen of it.
 *
 * @param name for the command line
 * @param what is done, for the report
 * @param expected the alerts that have to fire, and to resolve when it is over
 * @param consequences others that may fire, since they tell of the same trouble
 * @param served whether every user has to be served meanwhile
 * @param inject breaks it
 * @param heal mends it
 * @param recovery how long the service needs then, at most, until all is well
 */
record Fault(
        String name,
        String what,
        List<Expected> expected,
        Set<String> consequences,
        boolean served,
        Step inject,
        Step heal,
        Duration recovery) {

    /** One that is over when it is mended. */
    static Fault of(
            String name,
            String what,
            List<Expected> expected,
            Set<String> consequences,
            boolean served,
            Step inject,
            Step heal) {
        return new Fault(name, what, expected, consequences, served, inject, heal, Duration.ZERO);
    }

    /** Does something. */
    interface Step {
        /** Whatever it throws ends the drill. */
        void run() throws Exception;
    }
}
