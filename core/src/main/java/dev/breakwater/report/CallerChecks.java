/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.Set;

/** Whether it is known who calls, and how. */
final class CallerChecks {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of(
                    "caller.proxies", "Proxies are known, and nobody else is believed", CallerChecks::proxies),
            ReadinessCheck.of("caller.https", "Clients use TLS", CallerChecks::https));

    /** What a client can bring about, or a proxy's own health checks: no proof of a fault. */
    private static final Set<String> UNCERTAIN = Set.of("BW-CALLER-023", "BW-CALLER-025");

    private CallerChecks() {}

    private static Finding proxies(ReadinessContext context) {
        List<Problem> found = context.seen().proxyFindings();
        if (!found.isEmpty()) {
            return contradicted(found);
        }
        if (context.settings().callers().leavesIdentityToContainer()) {
            return Finding.warn(
                    "caller.forwarded-header is none: whatever the container says about the client is believed",
                    "See to it that the container believes your proxies alone, or name them in caller.trusted-proxies.");
        }
        List<String> trusted = context.configured().texts("caller.trusted-proxies");
        return Finding.pass((trusted.isEmpty() ? "nobody is trusted" : "trusted: " + Judges.list(trusted))
                + ", and no request contradicts that");
    }

    private static Finding contradicted(List<Problem> found) {
        String evidence = Judges.list(found.stream()
                .map(problem -> problem.code() + " " + problem.value())
                .toList());
        String fix =
                "Set caller.trusted-proxies to the networks of your proxies and caller.forwarded-header to what they"
                        + " write.";
        return found.stream().allMatch(problem -> UNCERTAIN.contains(problem.code()))
                ? Finding.warn(evidence, fix)
                : Finding.fail(evidence, fix);
    }

    private static Finding https(ReadinessContext context) {
        long all = context.seen().requests();
        long secure = context.seen().secureRequests();
        if (all > 0 && secure == all) {
            return Finding.pass("all of " + all + " requests");
        }
        String fix = "End TLS in the container, or at a proxy that is in caller.trusted-proxies and says so"
                + " (X-Forwarded-Proto, or proto= of Forwarded).";
        if (all == 0) {
            return Finding.warn("no request has been seen yet", "Ask again once there has been traffic. " + fix);
        }
        return secure == 0
                ? Judges.failInProduction(context, "none of " + all + " requests", fix)
                : Finding.warn(secure + " of " + all + " requests", fix);
    }
}
