/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The origins that see a resource's timing: a constant list, unlike those that may read it. */
final class TimingOrigins {
    private TimingOrigins() {}

    /** The header's value, or null if none is to be sent. */
    static @Nullable String value(List<String> texts, Problems problems) {
        List<String> origins = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            Entry entry = new Entry("timing-allow-origin[" + i + "]", texts.get(i), problems);
            if (entry.text().equals(CorsHeaders.ANY) || isExact(entry)) {
                origins.add(entry.text());
            }
        }
        return origins.isEmpty() ? null : String.join(", ", origins);
    }

    private static boolean isExact(Entry entry) {
        OriginPattern origin = OriginParser.parse(entry);
        return origin != null
                && (origin.isExact()
                        || entry.fault(
                                "BW-CORS-012",
                                "an exact origin, or * alone",
                                "The header has no wildcards: list the origins."));
    }
}
