/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Whether only pages of known origins may read answers. */
final class CorsChecks {
    static final List<ReadinessCheck> ALL = List.of(
            check("cors.origins", "Only known origins may read answers", CorsChecks::origins),
            check("cors.tls", "Allowed origins use TLS", CorsChecks::tls),
            check("cors.wildcards", "Allowed origins are written out", CorsChecks::wildcards),
            check("cors.debug", "Outsiders are not told what is allowed", CorsChecks::debug));

    private CorsChecks() {}

    private static ReadinessCheck check(
            String id, String title, BiFunction<ReadinessContext, List<String>, Finding> judge) {
        return ReadinessCheck.of(id, title, context -> judge(context, judge));
    }

    private static Finding judge(ReadinessContext context, BiFunction<ReadinessContext, List<String>, Finding> judge) {
        if (context.replaced().contains("cors")) {
            return Finding.outside("The application's own guard cors stands here; what it does cannot be seen.");
        }
        return context.settings().cors().isEmpty()
                ? Finding.pass("no policy: pages of other origins read nothing")
                : judge.apply(context, policies(context));
    }

    private static List<String> policies(ReadinessContext context) {
        return context.configured().sections("cors.policies");
    }

    private static List<String> origins(Configured configured, Stream<String> policies) {
        return policies.flatMap(policy -> configured.texts(policy + ".allowed-origins").stream())
                .distinct()
                .toList();
    }

    private static Finding origins(ReadinessContext context, List<String> policies) {
        List<String> all = origins(context.configured(), policies.stream());
        String fix = "Name the origins of your own pages in cors.policies[].allowed-origins.";
        if (all.contains("*")) {
            return Judges.failInProduction(context, "pages of every origin may read answers (*)", fix);
        }
        List<String> local = all.stream().filter(CorsChecks::isLocal).toList();
        return local.isEmpty() || !context.isProduction()
                ? Finding.pass(Judges.list(all))
                : Finding.fail("in production, pages on a developer's machine: " + Judges.list(local), fix);
    }

    private static Finding tls(ReadinessContext context, List<String> policies) {
        Predicate<String> tolerated = context.isProduction() ? origin -> false : CorsChecks::isLocal;
        List<String> plain = origins(context.configured(), policies.stream()).stream()
                .filter(origin -> origin.startsWith("http://"))
                .filter(tolerated.negate())
                .toList();
        return plain.isEmpty()
                ? Finding.pass("no origin without TLS")
                : Judges.failInProduction(
                        context,
                        "whoever is on the network can be " + Judges.list(plain),
                        "Write them with https in cors.policies[].allowed-origins.");
    }

    private static Finding wildcards(ReadinessContext context, List<String> policies) {
        Configured configured = context.configured();
        List<String> risky =
                origins(configured, policies.stream().filter(policy -> isRisky(configured, policy))).stream()
                        .filter(CorsChecks::isPattern)
                        .toList();
        String fix = "Write each origin out in cors.policies[].allowed-origins.";
        if (!risky.isEmpty()) {
            return Finding.fail(
                    "whoever gets hold of one subdomain reads what is meant for the user: " + Judges.list(risky), fix);
        }
        List<String> patterns = origins(configured, policies.stream()).stream()
                .filter(CorsChecks::isPattern)
                .toList();
        return patterns.isEmpty()
                ? Finding.pass("no pattern")
                : Finding.warn("every subdomain of " + Judges.list(patterns), fix);
    }

    private static boolean isRisky(Configured configured, String policy) {
        return configured.is(policy + ".allow-credentials")
                || configured.is(policy + ".dangerously-tolerate-public-suffixes");
    }

    private static Finding debug(ReadinessContext context, List<String> policies) {
        return context.configured().is("cors.debug")
                ? Judges.failInProduction(context, "cors.debug is true", "Set cors.debug to false.")
                : Finding.pass("cors.debug is false");
    }

    private static boolean isPattern(String origin) {
        return origin.contains("://*.");
    }

    private static boolean isLocal(String origin) {
        String host = origin.substring(origin.indexOf("://") < 0 ? 0 : origin.indexOf("://") + 3);
        return host.startsWith("localhost") || host.startsWith("127.") || host.startsWith("[::1]");
    }
}
