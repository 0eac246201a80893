/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.Configured;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Whether what the service calls is called with care. */
final class UpstreamChecks {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration ENDLESS = Duration.ofMinutes(10);

    static final List<ReadinessCheck> ALL = List.of(
            check("upstreams.timeout", "Calls end before their request does", UpstreamChecks::timeout),
            check("upstreams.concurrency", "Only so many calls run at a time", UpstreamChecks::concurrency),
            check("upstreams.breaker", "What fails is left alone early", UpstreamChecks::breaker),
            check("upstreams.kill-switch", "No upstream is switched off", UpstreamChecks::killSwitch));

    private UpstreamChecks() {}

    /** A check about upstreams, by name; without any there is nothing to judge. */
    static ReadinessCheck check(String id, String title, BiFunction<ReadinessContext, Set<String>, Finding> judge) {
        return ReadinessCheck.of(id, title, context -> {
            Set<String> names = names(context);
            return names.isEmpty()
                    ? Finding.outside("No upstream is configured or asked for; calls made otherwise cannot be seen.")
                    : judge.apply(context, names);
        });
    }

    private static Set<String> names(ReadinessContext context) {
        Set<String> names =
                new TreeSet<>(context.settings().upstreams().policies().keySet());
        context.upstreams().forEach(upstream -> names.add(upstream.name()));
        return names;
    }

    /** Of one that only code names, all keys have their defaults. */
    private static List<String> sections(ReadinessContext context) {
        return context.configured().sections("upstreams");
    }

    private static Finding timeout(ReadinessContext context, Set<String> names) {
        Configured configured = context.configured();
        @Nullable Duration request = configured.duration("request.timeout");
        List<String> later = new ArrayList<>();
        List<String> lengthy = new ArrayList<>();
        for (String upstream : sections(context)) {
            Duration timeout = configured.duration(upstream + ".timeout");
            if (timeout == null) {
                continue;
            }
            boolean tooLate = request != null && !request.isZero() && timeout.compareTo(request) > 0;
            if (tooLate || timeout.compareTo(ENDLESS) > 0) {
                later.add(upstream + " " + Judges.words(timeout));
            } else if (timeout.compareTo(LONG) > 0) {
                lengthy.add(upstream + " " + Judges.words(timeout));
            }
        }
        String fix = "Set upstreams.NAME.timeout below request.timeout, and to a minute at most.";
        if (!later.isEmpty()) {
            String than = request == null || request.isZero() ? "" : "; request.timeout is " + Judges.words(request);
            return Finding.fail(Judges.list(later) + than, fix);
        }
        return lengthy.isEmpty()
                ? Finding.pass("all of " + Judges.list(names) + " within a minute")
                : Finding.warn(Judges.list(lengthy), fix);
    }

    private static Finding concurrency(ReadinessContext context, Set<String> names) {
        List<String> many = new ArrayList<>();
        boolean endless = false;
        for (String upstream : sections(context)) {
            long most = context.configured().number(upstream + ".max-concurrent");
            if (most > 1000) {
                many.add(upstream + " " + most);
                endless |= most > 10_000;
            }
        }
        String fix = "Set upstreams.NAME.max-concurrent to what the upstream bears; the default is 10.";
        if (many.isEmpty()) {
            return Finding.pass("at most 1000 calls at a time to each of " + Judges.list(names));
        }
        return endless ? Finding.fail(Judges.list(many), fix) : Finding.warn(Judges.list(many), fix);
    }

    private static Finding breaker(ReadinessContext context, Set<String> names) {
        List<String> dull = new ArrayList<>();
        boolean never = false;
        for (String upstream : sections(context)) {
            double rate = context.configured().share(upstream + ".breaker.failure-rate");
            if (rate > 0.8) {
                dull.add(upstream + " " + rate);
                never |= rate >= 1;
            }
        }
        String fix = "Set upstreams.NAME.breaker.failure-rate to 0.5, the default.";
        if (dull.isEmpty()) {
            return Finding.pass("each breaker of " + Judges.list(names) + " opens at 80 % failures or fewer");
        }
        String evidence = "share of failures at which the breaker opens: " + Judges.list(dull);
        return never ? Finding.fail(evidence, fix) : Finding.warn(evidence, fix);
    }

    private static Finding killSwitch(ReadinessContext context, Set<String> names) {
        Set<String> off = new TreeSet<>();
        context.upstreams().stream()
                .filter(Upstream::isDisabled)
                .map(Upstream::name)
                .forEach(off::add);
        Set<String> asked = new TreeSet<>();
        context.upstreams().forEach(upstream -> asked.add(upstream.name()));
        // What code has asked for has a switch that may have been thrown back since.
        context.settings().upstreams().policies().values().stream()
                .filter(UpstreamPolicy::isDisabled)
                .map(UpstreamPolicy::name)
                .filter(name -> !asked.contains(name))
                .forEach(off::add);
        return off.isEmpty()
                ? Finding.pass("all of " + Judges.list(names) + " are called")
                : Finding.fail(
                        "only fallbacks answer for " + Judges.list(off),
                        "Set upstreams.NAME.disabled and DISABLE_NAME to false, or call enable().");
    }
}
