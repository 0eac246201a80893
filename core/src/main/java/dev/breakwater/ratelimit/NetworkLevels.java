/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import java.util.ArrayList;
import java.util.List;

/**
 * What clients are told about charges of which some are those of the networks around them: only a network that stands in
 * the way shows, and then as the policy's own item. How much else is left there is other people's business.
 */
record NetworkLevels(List<Charge> charges, List<Level> levels) {

    /** Whether any of these is one of a network; otherwise everything is told as it is. */
    static boolean areIn(List<Charge> charges) {
        for (int i = 0; i < charges.size(); i++) {
            if (Quota.isOfNetwork(charges.get(i))) {
                return true;
            }
        }
        return false;
    }

    static NetworkLevels of(List<Charge> charges, List<Level> levels) {
        List<Charge> told = new ArrayList<>(charges.size());
        List<Level> full = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            if (Quota.isOfNetwork(charges.get(i))) {
                int last = full.size() - 1;
                full.set(
                        last,
                        stricter(full.get(last), levels.get(i), told.get(last).policy()));
            } else {
                told.add(charges.get(i));
                full.add(levels.get(i));
            }
        }
        return new NetworkLevels(told, full);
    }

    private static Level stricter(Level own, Level network, RateLimitPolicy policy) {
        if (network.nanosToWait() == 0) {
            return own;
        }
        int windows = policy.limits().size();
        Level merged = Level.ofWindows(windows);
        for (int i = 0; i < windows; i++) {
            boolean inTheWay = network.nanosToWait(i) > own.nanosToWait(i);
            long remaining = inTheWay ? Math.min(own.remaining(i), network.remaining(i)) : own.remaining(i);
            merged.set(
                    i,
                    remaining,
                    Math.max(own.nanosToWait(i), network.nanosToWait(i)),
                    inTheWay ? Math.max(own.nanosToFull(i), network.nanosToFull(i)) : own.nanosToFull(i));
        }
        return merged;
    }
}
