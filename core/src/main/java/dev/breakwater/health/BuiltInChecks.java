/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The checks that every service has: {@code disk-space}, {@code memory} and {@code deadlock}, none of them critical. */
public final class BuiltInChecks {
    private BuiltInChecks() {}

    /** These checks and ours; one that has the name of one of ours takes its place. */
    public static List<HealthCheck> and(Collection<? extends HealthCheck> more) {
        Set<String> taken = new HashSet<>();
        more.forEach(check -> taken.add(CheckRules.key(check.name())));
        List<HealthCheck> all = new ArrayList<>(more);
        for (HealthCheck check :
                List.of(DiskSpaceCheck.ofWorkingDirectory(), MemoryCheck.ofHeap(), new DeadlockCheck())) {
            if (!taken.contains(check.name())) {
                all.add(check);
            }
        }
        return all;
    }
}
