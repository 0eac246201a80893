/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The zones in which we have machines. No other is ever asked for: what clients may name bounds what is cached, and what the
 * upstream bills.
 */
final class Zones {
    private static final Map<String, Zone> BY_KEY = byKey(List.of(
            new Zone("DE", "Germany", 340),
            new Zone("ES", "Spain", 150),
            new Zone("FR", "France", 40),
            new Zone("GB", "Great Britain", 210),
            new Zone("IE", "Ireland", 290),
            new Zone("NO-NO2", "Southwest Norway", 30),
            new Zone("PL", "Poland", 640),
            new Zone("SE-SE3", "South Central Sweden", 25),
            new Zone("US-CAL-CISO", "California ISO", 240),
            new Zone("US-NY-NYIS", "New York ISO", 260)));

    private Zones() {}

    private static Map<String, Zone> byKey(List<Zone> zones) {
        Map<String, Zone> map = new LinkedHashMap<>();
        zones.forEach(zone -> map.put(zone.key(), zone));
        return Collections.unmodifiableMap(map);
    }

    static Collection<Zone> all() {
        return BY_KEY.values();
    }

    static @Nullable Zone find(String key) {
        return BY_KEY.get(key);
    }
}
