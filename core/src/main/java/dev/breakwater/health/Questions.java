/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.health.HealthPolicy.Probe;
import dev.breakwater.health.HealthPolicy.Question;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked at which path: one by one, and whatever is below the details. Immutable. */
final class Questions {
    private final Map<String, Question> exact;
    private final List<String> details;

    Questions(Map<String, Question> exact, List<String> details) {
        this.exact = Map.copyOf(exact);
        this.details = details;
    }

    /** Without those below the details. */
    Set<String> paths() {
        return exact.keySet();
    }

    /** Null if it is not ours. */
    @Nullable
    Question at(String path) {
        Question asked = exact.get(path);
        return asked == null ? below(path) : asked;
    }

    private @Nullable Question below(String path) {
        // By index: every request of the application's comes here, and an iterator would be garbage of each.
        for (int i = 0; i < details.size(); i++) {
            String detailed = details.get(i);
            int end = detailed.length();
            if (path.length() > end + 1 && path.startsWith(detailed) && path.charAt(end) == '/') {
                return new Question(Probe.DETAILED, path.substring(end + 1));
            }
        }
        return null;
    }
}
