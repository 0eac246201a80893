/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The first names seen, and one name for all that come later: a tag must not grow with what clients invent. */
final class BoundedNames {
    static final String OTHER = "_OTHER";

    private final int most;
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    BoundedNames(int most) {
        this.most = most;
    }

    String bounded(String name) {
        if (names.contains(name)) {
            return name;
        }
        synchronized (this) {
            return names.contains(name) || (names.size() < most && names.add(name)) ? name : OTHER;
        }
    }
}
