/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.Guard;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.requestlog.RequestLogGuard;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** Whether every request leaves a line that says what happened, and nothing that must not be in a log. */
final class LogChecks {
    private static final String FIX = "Set request-log.enabled to true.";
    private static final Set<String> QUIET = Set.of("warn", "error");
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");

    static final List<ReadinessCheck> ALL = List.of(
            check("request-log.enabled", "Each request leaves an event", LogChecks::enabled),
            check("request-log.level", "Events of requests that went well are written", LogChecks::level),
            check("request-log.delivery", "Events reach a log", LogChecks::delivery),
            check("request-log.format", "Events are structured", Judges.since("request-log.sample", LogChecks::format)),
            check(
                    "request-log.sample",
                    "Enough events are written",
                    Judges.since("request-log.sample", LogChecks::sample)),
            check(
                    "request-log.bodies",
                    "Bodies stay out of the log",
                    Judges.since("request-log.bodies", LogChecks::bodies)),
            check(
                    "request-log.headers",
                    "Credentials stay out of the log",
                    Judges.since("request-log.headers", LogChecks::headers)),
            ReadinessCheck.of(
                    "audit.enabled", "Security events are recorded", Judges.since("audit.enabled", LogChecks::audit)));

    private LogChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("request-log", FIX, context -> judged(context, judge)));
    }

    // The guard stands without the log, too: then it gives requests their ids, and no more.
    private static Finding judged(ReadinessContext context, Function<ReadinessContext, Finding> judge) {
        return context.settings().requestLog() == null
                ? Finding.fail("request-log.enabled is false", FIX)
                : judge.apply(context);
    }

    private static Finding enabled(ReadinessContext context) {
        return Finding.pass("request-log.enabled is true");
    }

    private static Finding level(ReadinessContext context) {
        String level = context.configured().text("request-log.level");
        return level == null || QUIET.contains(level)
                ? Finding.fail("request-log.level is " + level, "Set request-log.level to info.")
                : Finding.pass("request-log.level is " + level);
    }

    private static Finding delivery(ReadinessContext context) {
        RequestLogCounts counts = counts(context);
        if (counts != null && counts.dropped() > 0) {
            return Finding.fail(
                    counts.dropped() + " events were lost, " + counts.written() + " written",
                    "Find out why the log does not take them: its disk, its appender.");
        }
        if (!context.isTaken(Level.INFO)) {
            return Finding.fail(
                    "where events go, nothing is taken at info: by default that is the logger breakwater.request",
                    "Add a logging system that SLF4J finds, or set the logger's level to INFO.");
        }
        return Finding.pass(counts == null ? "events are taken" : counts.written() + " written, none lost");
    }

    private static @Nullable RequestLogCounts counts(ReadinessContext context) {
        for (Guard guard : context.guards()) {
            if (guard instanceof RequestLogGuard log) {
                return log.counts();
            }
        }
        return null;
    }

    private static Finding format(ReadinessContext context) {
        String format = context.configured().text("request-log.format");
        return "json".equals(format)
                ? Finding.pass("request-log.format is json")
                : Judges.failInProduction(
                        context, "request-log.format is " + format, "Set request-log.format to json.");
    }

    private static Finding sample(ReadinessContext context) {
        double share = context.configured().share("request-log.sample");
        String evidence = "request-log.sample is " + share;
        if (share >= 1) {
            return Finding.pass(evidence);
        }
        String fix = "Set request-log.sample to 1; errors and slow requests are always written.";
        return share == 0 ? Finding.fail(evidence, fix) : Finding.warn(evidence, fix);
    }

    private static Finding bodies(ReadinessContext context) {
        String bodies = context.configured().text("request-log.bodies");
        return "off".equals(bodies)
                ? Finding.pass("request-log.bodies is off")
                : Judges.failInProduction(context, "request-log.bodies is " + bodies, "Set request-log.bodies to off.");
    }

    private static Finding headers(ReadinessContext context) {
        List<String> named = context.configured().texts("request-log.headers");
        List<String> secret = named.stream()
                .filter(name -> CREDENTIALS.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
        return secret.isEmpty()
                ? Finding.pass(named.isEmpty() ? "no header is logged" : "logged: " + Judges.list(named))
                : Finding.fail(
                        "logged, although redacted: " + Judges.list(secret), "Take them out of request-log.headers.");
    }

    private static Finding audit(ReadinessContext context) {
        if (!context.configured().is("audit.enabled")) {
            return Judges.failInProduction(
                    context, "audit.enabled is false", "Set audit.enabled to true and audit.file to a path.");
        }
        return context.configured().isSet("audit.file")
                ? Finding.pass("audit.file is " + context.configured().text("audit.file"))
                : Finding.warn("audit.enabled is true, but nothing keeps the records", "Set audit.file to a path.");
    }
}
