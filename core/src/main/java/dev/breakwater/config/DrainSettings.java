/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code health.*} that are about the end of a service, and the {@link DrainPolicy} they describe. */
final class DrainSettings {
    static final Key<Duration> DELAY = Key.of(
                    "drain-delay",
                    ValueTypes.duration("0s", "1h"),
                    "BW-HEALTH-160",
                    "How long everything is served after a drain began, with connections closed behind the answers:"
                            + " longer than it takes until whoever sends traffic acts on a ready probe that fails.")
            .defaultsTo("5s");

    static final Key<Duration> TIMEOUT = Key.of(
                    "drain-timeout",
                    ValueTypes.duration("0s", "24h"),
                    "BW-HEALTH-161",
                    "How long after that what is in flight may take; what comes meanwhile is refused with 503.")
            .defaultsTo("20s");

    static final Key<List<String>> EXEMPT = Key.of(
                    "drain-exempt-paths",
                    ValueTypes.text().list(),
                    "BW-HEALTH-162",
                    "Patterns of the paths that a drain neither waits for nor refuses.")
            .defaultsTo("/actuator/**");

    static final Key<Boolean> EXIT = Key.of(
                    "drain-exit",
                    ValueTypes.bool(),
                    "BW-HEALTH-163",
                    "Whether drainOnShutdown ends the process itself, with 0 if all requests in flight ended and with 1"
                            + " otherwise, in place of the JVM's 143 after SIGTERM.")
            .defaultsTo("false");

    static final Key<Duration> GRACE_PERIOD = Key.of(
                    "grace-period",
                    ValueTypes.duration("1s", "24h"),
                    "BW-HEALTH-164",
                    "How long the platform waits before it kills the process (terminationGracePeriodSeconds): a warning"
                            + " tells of a drain that would take longer.")
            .defaultsTo("30s");

    private DrainSettings() {}

    /** The defaults if the policy is not valid. */
    static DrainPolicy read(Settings root, Problems problems) {
        Settings section = root.section(HealthSettings.GROUP);
        @Nullable DrainPolicy policy = section.build(() -> policy(section), problems);
        if (policy == null) {
            return DrainPolicy.defaults();
        }
        problems.addBelow(section.path(), policy.warnings());
        return policy;
    }

    private static DrainPolicy policy(Settings section) {
        DrainPolicy.Builder policy = DrainPolicy.builder();
        if (section.isSet(DELAY)) {
            policy.delay(section.get(DELAY));
        }
        return policy.timeout(section.get(TIMEOUT))
                .exemptPaths(section.get(EXEMPT))
                .endsProcess(section.get(EXIT))
                .gracePeriod(section.get(GRACE_PERIOD))
                .build();
    }
}
