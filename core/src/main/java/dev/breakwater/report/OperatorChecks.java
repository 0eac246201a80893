/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.caller.Cidr;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether operators, and they alone, see how the service fares. */
final class OperatorChecks {
    static final List<ReadinessCheck> ALL = List.of(
            ReadinessCheck.of("metrics.enabled", "What happens is counted", OperatorChecks::metrics),
            ReadinessCheck.of(
                    "metrics.endpoints",
                    "Prometheus and people can read the metrics",
                    Judges.since("metrics.paths.prometheus", OperatorChecks::endpoints)),
            ReadinessCheck.of(
                    "metrics.slo",
                    "The service has objectives worth the name",
                    Judges.since("metrics.slo.availability", OperatorChecks::objectives)),
            check("ops.networks", "Few networks are for operators", OperatorChecks::networks),
            check("ops.reach", "Operators get in from elsewhere", OperatorChecks::reach));

    private OperatorChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("operators", "Set breakwater.enabled to true.", judge));
    }

    private static Finding metrics(ReadinessContext context) {
        return context.settings().enabled() && context.configured().is("metrics.enabled")
                ? Finding.pass("metrics.enabled is true")
                : Finding.fail("metrics.enabled is false", "Set metrics.enabled to true.");
    }

    private static Finding endpoints(ReadinessContext context) {
        String json = context.configured().text("metrics.paths.json");
        String exposition = context.configured().text("metrics.paths.prometheus");
        String evidence = "JSON at " + json + ", exposition at " + exposition;
        return context.configured().is("metrics.enabled") && isAnswered(json) && isAnswered(exposition)
                ? Finding.pass(evidence)
                : Finding.fail(
                        evidence, "Set metrics.enabled to true, and metrics.paths.json and .prometheus to paths.");
    }

    private static boolean isAnswered(@Nullable String path) {
        return path != null && !path.equals("none");
    }

    private static Finding objectives(ReadinessContext context) {
        double availability = context.configured().share("metrics.slo.availability");
        String evidence = availability + " % of requests without an error of ours, by metrics.slo.availability";
        String fix = "Set metrics.slo.availability to what users are promised, such as 99.9.";
        if (availability < 90) {
            return Finding.fail(evidence, fix);
        }
        return availability < 99 ? Finding.warn(evidence, fix) : Finding.pass(evidence);
    }

    private static List<Cidr> all(ReadinessContext context) {
        return context.configured().texts("ops.networks").stream()
                .map(Cidr::parse)
                .filter(Objects::nonNull)
                .toList();
    }

    private static Finding networks(ReadinessContext context) {
        List<Cidr> open =
                all(context).stream().filter(network -> !network.isPrivate()).toList();
        String fix = "Name private networks in ops.networks, and give everybody else ops.token.";
        if (open.isEmpty()) {
            return Finding.pass(Judges.list(all(context)));
        }
        boolean wide = open.stream()
                .anyMatch(network -> network.length() < (network.network().isV4() ? 16 : 32));
        String evidence = "without a token, operators are all of " + Judges.list(open);
        return wide ? Finding.fail(evidence, fix) : Finding.warn(evidence, fix);
    }

    private static Finding reach(ReadinessContext context) {
        boolean token =
                context.configured().isSet("ops.token") || context.configured().isSet("ops.token-file");
        List<Cidr> networks = all(context);
        if (token) {
            return Finding.pass("by token, or from " + Judges.list(networks));
        }
        String fix = "Set ops.token or ops.token-file, so that Prometheus and people can read metrics and this report.";
        if (networks.isEmpty()) {
            return Finding.fail("nobody is an operator: ops.networks is empty and there is no ops.token", fix);
        }
        boolean here = networks.stream().allMatch(network -> network.network().isLoopback());
        return here
                ? Finding.warn("only from this machine: " + Judges.list(networks), fix)
                : Finding.pass("from " + Judges.list(networks));
    }
}
