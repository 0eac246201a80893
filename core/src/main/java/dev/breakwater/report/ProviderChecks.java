/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether upstreams are spared, and can be stopped. */
final class ProviderChecks {
    static final List<ReadinessCheck> ALL = List.of(
            UpstreamChecks.check("upstreams.retries", "Further attempts have a budget", ProviderChecks::retries),
            UpstreamChecks.check(
                    "upstreams.rate-limit", "Our own limits leave room for calls", ProviderChecks::rateLimit),
            UpstreamChecks.check(
                    "upstreams.stop", "Upstreams can be stopped while the service runs", ProviderChecks::stop));

    private ProviderChecks() {}

    private static Finding retries(ReadinessContext context, Set<String> names) {
        Configured configured = context.configured();
        List<String> endless = configured.sections("upstreams").stream()
                .filter(upstream -> configured.number(upstream + ".attempts") > 1
                        && configured.share(upstream + ".retry-budget") == Double.POSITIVE_INFINITY)
                .toList();
        return endless.isEmpty()
                ? Finding.pass("no call of " + Judges.list(names) + " is tried again without a budget")
                : Finding.fail(
                        "tried again however many calls fail: " + Judges.list(endless),
                        "Set upstreams.NAME.retry-budget to 0.2, the default, or upstreams.NAME.attempts to 1.");
    }

    private static Finding rateLimit(ReadinessContext context, Set<String> names) {
        Map<String, Long> limited = context.seen().limitedCalls();
        return limited.isEmpty()
                ? Finding.pass("no call to " + Judges.list(names) + " was beyond a limit of ours")
                : Finding.fail(
                        "calls beyond upstreams.NAME.rate-limit: " + Judges.counts(limited),
                        "Raise upstreams.NAME.rate-limit if the provider allows more; otherwise call less: cache, or batch.");
    }

    private static Finding stop(ReadinessContext context, Set<String> names) {
        Configured configured = context.configured();
        if (configured.isSet("ops.token") || configured.isSet("ops.token-file")) {
            return Finding.pass("by operators with the token");
        }
        List<String> filed = configured.sections("upstreams").stream()
                .filter(upstream -> configured.isSet(upstream + ".disabled-file"))
                .toList();
        return filed.size() >= names.size()
                ? Finding.pass("by upstreams.NAME.disabled-file")
                : Judges.failInProduction(
                        context,
                        "neither is there a token for operators, nor has each of " + Judges.list(names) + " a file",
                        "Set ops.token-file, or upstreams.NAME.disabled-file.");
    }
}
