/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says, before it has a format.
 *
 * @param status of the service, or of the part that is asked for
 * @param name the service's name, where it is shown
 * @param version the service's version, where it is shown
 * @param groups the names of the groups, where they are shown
 * @param components what operators see; null for all others
 * @param transitions how many of the newest changes of each component are told
 * @param now by the clock that never steps
 */
record HealthReport(
        String status,
        @Nullable String name,
        @Nullable String version,
        List<String> groups,
        @Nullable List<ComponentHealth> components,
        int transitions,
        long now) {

    /** Nothing but a status. */
    static HealthReport of(String status) {
        return new HealthReport(status, null, null, List.of(), null, 0, 0);
    }

    /** The newest changes of a component, as many as are told. */
    List<HealthTransition> told(ComponentHealth component) {
        List<HealthTransition> all = component.transitions();
        return all.subList(Math.max(0, all.size() - transitions), all.size());
    }
}
