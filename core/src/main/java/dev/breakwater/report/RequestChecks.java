/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import dev.breakwater.overload.OverloadPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Whether a request, and all of them together, can be only so large and take only so long. */
final class RequestChecks {
    private static final long MEGABYTE = 1024L * 1024;

    static final List<ReadinessCheck> ALL = List.of(
            check("request.body-limit", "Bodies have a limit that the service can bear", RequestChecks::body),
            check("request.header-limits", "Header and address have tight limits", RequestChecks::header),
            check("request.timeout", "No request takes for ever", RequestChecks::timeout),
            ReadinessCheck.of(
                    "overload.limit",
                    "The service takes on only so much at a time",
                    Judges.about(
                            "overload",
                            "Set overload.enabled to true and overload.max-concurrent to a number.",
                            RequestChecks::overload)));

    private RequestChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("request-limits", "Set breakwater.enabled to true.", judge));
    }

    private static Finding body(ReadinessContext context) {
        Configured configured = context.configured();
        List<String> keys = keys(configured, "max-body-size");
        String most = keys.get(0);
        for (String key : keys) {
            most = configured.number(key) > configured.number(most) ? key : most;
        }
        long size = configured.number(most);
        String evidence = most + " is " + Judges.bytes(size);
        String fix = "Set " + most + " to what a request needs; for a few paths, in request.rules.";
        if (size > 100 * MEGABYTE) {
            return Finding.fail(evidence, fix);
        }
        return size > 10 * MEGABYTE ? Finding.warn(evidence, fix) : Finding.pass(evidence);
    }

    private static Finding header(ReadinessContext context) {
        Configured configured = context.configured();
        long lines = configured.number("request.max-headers");
        long header = configured.number("request.max-header-size");
        long uri = configured.number("request.max-uri-length");
        String evidence = lines + " lines of " + Judges.bytes(header) + " in all, address of " + Judges.bytes(uri);
        String fix = "Set request.max-headers to 100, request.max-header-size to 16KB, request.max-uri-length to 8KB.";
        if (lines > 1000 || header > MEGABYTE || uri > MEGABYTE) {
            return Finding.fail(evidence, fix);
        }
        boolean tight = lines <= 200 && header <= MEGABYTE / 16 && uri <= MEGABYTE / 32;
        return tight ? Finding.pass(evidence) : Finding.warn(evidence, fix);
    }

    private static Finding timeout(ReadinessContext context) {
        Configured configured = context.configured();
        Duration site = configured.duration("request.timeout");
        String fix =
                "Set request.timeout to what a client waits for at most, such as 30s; upstreams then get what is left.";
        if (site == null || site.isZero()) {
            return Finding.fail("request.timeout is not set", fix);
        }
        List<String> endless = keys(configured, "timeout").stream()
                .filter(key -> isEndless(configured.duration(key)))
                .toList();
        if (!endless.isEmpty()) {
            return Finding.warn("request.timeout is " + Judges.words(site) + ", but not in " + endless, fix);
        }
        String evidence = "request.timeout is " + Judges.words(site);
        return site.compareTo(Duration.ofMinutes(5)) > 0 ? Finding.warn(evidence, fix) : Finding.pass(evidence);
    }

    private static boolean isEndless(@Nullable Duration timeout) {
        return timeout != null && timeout.isZero();
    }

    /** A key of the site, and those of the rules that say something else. */
    private static List<String> keys(Configured configured, String name) {
        List<String> keys = new ArrayList<>();
        keys.add("request." + name);
        for (String rule : configured.sections("request.rules")) {
            if (configured.isSet(rule + "." + name)) {
                keys.add(rule + "." + name);
            }
        }
        return keys;
    }

    // That it only reports is told by guards.enforcing.
    private static Finding overload(ReadinessContext context) {
        OverloadPolicy policy = context.settings().overload();
        int peak = context.load().peak();
        if (policy != null && policy.isLimited()) {
            return Finding.pass(
                    "overload.max-concurrent is " + context.configured().number("overload.max-concurrent")
                            + "; at most " + peak + " at a time so far");
        }
        return Judges.failInProduction(
                context,
                "overload.max-concurrent is not set; at most " + peak + " at a time so far",
                "Find by a load test how many requests at a time the service bears, and set overload.max-concurrent to it.");
    }
}
