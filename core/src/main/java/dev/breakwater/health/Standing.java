/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What everybody may know of a moment: all that decides over the probes' replies, which therefore need to be made anew
 * only when two of these differ. Immutable.
 *
 * @param status of the service
 * @param broken whether the process should be restarted
 * @param wasReady whether it has ever been ready
 * @param draining whether traffic is asked to go elsewhere for good
 * @param groups the status of each group
 */
record Standing(String status, boolean broken, boolean wasReady, boolean draining, Map<String, String> groups) {
    static final String OUT_OF_SERVICE = "OUT_OF_SERVICE";

    /** Of a group none of whose members is there. */
    static final String UNKNOWN = "UNKNOWN";

    /**
     * Judges.
     *
     * @param serving whether the service has started, does not drain, and wants traffic
     * @param components those that count
     */
    static Standing of(
            HealthPolicy policy,
            boolean serving,
            boolean broken,
            boolean wasReady,
            boolean draining,
            List<ComponentHealth> components) {
        String status = broken ? HealthStatus.DOWN.name() : status(policy, serving, components);
        Map<String, String> groups = new LinkedHashMap<>();
        policy.groups().forEach((name, members) -> groups.put(name, group(policy, Members.of(members, components))));
        return new Standing(status, broken, wasReady || isReady(status), draining, groups);
    }

    // Nobody must read "up" where nothing is looked at.
    private static String group(HealthPolicy policy, List<ComponentHealth> members) {
        return members.isEmpty() ? UNKNOWN : status(policy, true, members);
    }

    /** Down as soon as anything fatal is; out of service while something that may be fatal has not been looked at. */
    private static String status(HealthPolicy policy, boolean serving, List<ComponentHealth> components) {
        HealthStatus worst = HealthStatus.UP;
        boolean known = true;
        for (ComponentHealth component : components) {
            HealthStatus impact = component.impact(policy.includeShared());
            if (component.isKnown()) {
                worst = worst.worse(impact);
            } else {
                known &= impact != HealthStatus.DOWN;
            }
        }
        return serving && (known || worst == HealthStatus.DOWN) ? worst.name() : OUT_OF_SERVICE;
    }

    boolean isReady() {
        return isReady(status);
    }

    private static boolean isReady(String status) {
        return !status.equals(HealthStatus.DOWN.name()) && !status.equals(OUT_OF_SERVICE);
    }
}
