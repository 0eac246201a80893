/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether calls to upstreams fare as they should, by what has been seen of them. */
final class CallChecks {
    private static final long ENOUGH_LOOKUPS = 100;

    static final List<ReadinessCheck> ALL = List.of(
            UpstreamChecks.check("upstreams.answering", "Upstreams answer", CallChecks::answering),
            UpstreamChecks.check("upstreams.fallback", "Failed calls have fallbacks", CallChecks::fallback),
            UpstreamChecks.check("upstreams.cache", "Answers are kept and used again", CallChecks::cache));

    private CallChecks() {}

    private static Finding answering(ReadinessContext context, Set<String> names) {
        List<String> open = new ArrayList<>();
        List<String> trying = new ArrayList<>();
        context.seen().breakers().forEach((name, state) -> {
            if (state != BreakerChanged.State.CLOSED) {
                (state == BreakerChanged.State.OPEN ? open : trying).add(name);
            }
        });
        String fix = "See upstreams.NAME.breaker and the log for why their calls fail.";
        if (!open.isEmpty()) {
            return Finding.fail("too many calls failed, so that none is made: " + Judges.list(open), fix);
        }
        return trying.isEmpty()
                ? Finding.pass("no breaker of " + Judges.list(names) + " is open")
                : Finding.warn("being tried again: " + Judges.list(trying), fix);
    }

    private static Finding fallback(ReadinessContext context, Set<String> names) {
        Map<String, Long> unanswered = context.seen().unansweredCalls();
        Map<String, Long> fallbacks = context.seen().fallbacks();
        if (!unanswered.isEmpty()) {
            return Finding.fail(
                    "failed, and nothing answered in place: " + Judges.counts(unanswered),
                    "Give those calls a fallback.");
        }
        return fallbacks.isEmpty()
                ? Finding.warn(
                        "no call has failed yet, so no fallback has shown that it works",
                        "Set upstreams.NAME.disabled to true in a test environment and see what answers.")
                : Finding.pass("answered by fallbacks: " + Judges.counts(fallbacks));
    }

    private static Finding cache(ReadinessContext context, Set<String> names) {
        List<String> kept = context.configured().sections("upstreams").stream()
                .filter(upstream -> context.configured().isSet(upstream + ".cache.ttl"))
                .toList();
        List<String> idle = context.upstreams().stream()
                .filter(upstream -> isIdle(upstream.cacheStats()))
                .map(Upstream::name)
                .toList();
        if (!idle.isEmpty()) {
            return Finding.fail(
                    "no lookup of " + ENOUGH_LOOKUPS + " or more was answered from the cache: " + Judges.list(idle),
                    "Name cache keys that come again, without times or random parts, or set upstreams.NAME.cache.ttl longer.");
        }
        return kept.isEmpty()
                ? Finding.warn(
                        "nothing is kept of " + Judges.list(names),
                        "Set upstreams.NAME.cache.ttl where the same question comes again.")
                : Finding.pass("kept: " + Judges.list(kept));
    }

    private static boolean isIdle(CacheStats stats) {
        return stats.misses() >= ENOUGH_LOOKUPS && stats.hitRate() == 0;
    }
}
