/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Work that may run in any of some zones, at any time before its deadline.
 *
 * @param length how long it takes, in whole seconds
 * @param watts what it draws
 * @param deadline when it must be done
 * @param zones where it may run; it would run in the first one, and now, if nobody asked us
 */
record Workload(Duration length, double watts, Instant deadline, List<Zone> zones) {
    Workload {
        zones = List.copyOf(zones);
    }
}
