/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.ArrayList;
import java.util.List;

/** All checks that come with this version: first those that judge, then what is outside. */
final class StandardChecks {
    static final List<ReadinessCheck> ALL = all();

    private StandardChecks() {}

    private static List<ReadinessCheck> all() {
        List<ReadinessCheck> all = new ArrayList<>();
        all.addAll(ServiceChecks.ALL);
        all.addAll(GuardChecks.ALL);
        all.addAll(ConfigurationChecks.ALL);
        all.addAll(RateLimitChecks.ALL);
        all.addAll(CallerChecks.ALL);
        all.addAll(CorsChecks.ALL);
        all.addAll(HeaderChecks.ALL);
        all.addAll(ScriptChecks.ALL);
        all.addAll(RequestChecks.ALL);
        all.addAll(LogChecks.ALL);
        all.addAll(ProbeChecks.ALL);
        all.addAll(OperatorChecks.ALL);
        all.addAll(UpstreamChecks.ALL);
        all.addAll(CallChecks.ALL);
        all.addAll(ProviderChecks.ALL);
        all.addAll(CostChecks.ALL);
        all.addAll(OutsideItems.ALL);
        return List.copyOf(all);
    }
}
