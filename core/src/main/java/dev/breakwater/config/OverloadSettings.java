/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.overload.OverloadPolicy;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code overload.*}, and the {@link OverloadPolicy} they describe. */
final class OverloadSettings {
    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-OVERLOAD-101",
                    "Whether requests in flight are counted and limited.")
            .defaultsTo("true");

    private static final Key<OverloadPolicy.Mode> MODE = Key.of(
                    "mode",
                    ValueTypes.oneOf(OverloadPolicy.Mode.class),
                    "BW-OVERLOAD-102",
                    "What happens beyond max-concurrent: enforce refuses with 503, shadow only reports.")
            .defaultIs("enforce with max-concurrent, else shadow");

    private static final Key<Integer> MAX_CONCURRENT = Key.of(
                    "max-concurrent",
                    ValueTypes.integer(1, OverloadPolicy.MOST_CONCURRENT),
                    "BW-OVERLOAD-103",
                    "How many requests may be in flight, asynchronous ones until they end. Without a number they are"
                            + " counted and their peak is told, so that it can be chosen.")
            .defaultIs("no limit");

    private static final Key<Duration> MAX_WAIT = Key.of(
                    "max-wait",
                    ValueTypes.duration("0ms", "30s"),
                    "BW-OVERLOAD-104",
                    "How long a request may wait for its turn; at most max-concurrent wait, each on a thread of the"
                            + " server.")
            .defaultsTo("0ms");

    private static final Key<List<String>> CRITICAL = Key.of(
                    "critical-paths",
                    ValueTypes.text().list(),
                    "BW-OVERLOAD-105",
                    "Patterns of the paths that are shed last: others leave them what they needed of late, at least one"
                            + " place.")
            .defaultsTo("");

    private static final Key<List<String>> EXEMPT = Key.of(
                    "exempt-paths",
                    ValueTypes.text().list(),
                    "BW-OVERLOAD-106",
                    "Patterns of the paths that are neither counted nor refused.")
            .defaultsTo("/actuator/**");

    private static final Key<Duration> RETRY_AFTER = Key.of(
                    "retry-after",
                    ValueTypes.duration("1s", "1h"),
                    "BW-OVERLOAD-107",
                    "When a refused client may come again; a spread of as much again, 5 to 60 seconds, is added.")
            .defaultsTo("1s");

    static final Group GROUP = Group.section(
            "overload",
            "How much the service takes on at a time.",
            ENABLED,
            MODE,
            MAX_CONCURRENT,
            MAX_WAIT,
            CRITICAL,
            EXEMPT,
            RETRY_AFTER);

    private OverloadSettings() {}

    /** Null if it is not wanted, or the policy is not valid. */
    static @Nullable OverloadPolicy read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        OverloadPolicy policy = section.build(() -> policy(section), problems);
        if (policy == null || !section.get(ENABLED)) {
            return null;
        }
        problems.addBelow(section.path(), policy.warnings());
        return policy;
    }

    private static OverloadPolicy policy(Settings section) {
        OverloadPolicy.Builder policy = OverloadPolicy.builder()
                .maxWait(section.get(MAX_WAIT))
                .criticalPaths(section.get(CRITICAL))
                .exemptPaths(section.get(EXEMPT))
                .retryAfter(section.get(RETRY_AFTER));
        section.ifPresent(MODE, policy::mode);
        section.ifPresent(MAX_CONCURRENT, policy::maxConcurrent);
        return policy.build();
    }
}
