/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Injects the faults of one service one after the other, and sees what its alerts do. */
final class Lane {
    // Shipped: 15 s from scrape to scrape, and from evaluation to evaluation.
    private static final Duration TWO_ROUNDS = Duration.ofSeconds(30);
    // Some rules look back for a quarter of an hour.
    private static final Duration LONGEST = Duration.ofMinutes(15);
    // For a machine that is busy with something else, at any speed.
    private static final Duration SLACK = Duration.ofSeconds(20);

    // What looks back over hours does not forget within the drill.
    private static final Set<String> LONG_MEMORY = Set.of(
            "ErrorBudgetBurn medium",
            "ErrorBudgetBurn slow",
            "LatencyBudgetBurn medium",
            "LatencyBudgetBurn slow",
            "LlmSpendSpike");

    private final Service service;
    private final PrometheusProcess prometheus;
    private final Speed speed;
    private final Map<String, Duration> waits;
    private final Report report;

    Lane(Service service, PrometheusProcess prometheus, Speed speed, Report report)
            throws IOException, InterruptedException {
        this.service = service;
        this.prometheus = prometheus;
        this.speed = speed;
        this.report = report;
        waits = prometheus.waits();
    }

    /** Injects them all; a fault that cannot be injected or mended ends it. */
    void run(List<Fault> faults) {
        for (Fault fault : faults) {
            try {
                run(fault);
            } catch (Exception e) {
                report.wrong(fault.name() + ": " + e);
                return;
            }
        }
    }

    private void run(Fault fault) throws Exception {
        Watch before = new Watch(prometheus, service.job(), LONG_MEMORY);
        if (!before.isQuietWithin(speed.of(LONGEST).plus(SLACK))) {
            report.wrong(fault.name() + ": these fire before it is injected: " + before.unexpected());
            return;
        }
        report.say(
                fault.name(),
                "before: traffic runs, no alert; answers " + service.traffic().taken());
        report.say(fault.name(), "inject: " + fault.what());
        fault.inject().run();
        Watch watch = new Watch(prometheus, service.job(), related(fault));
        Map<String, Duration> fired = watch.await(
                names(fault), true, latestToFire(fault), (alert, after) -> tell(fault, alert, "fires", after));
        Map<Integer, Integer> answers = service.traffic().taken();
        report.say(fault.name(), "answers meanwhile " + answers + "; heal");
        fault.heal().run();
        Map<String, Duration> resolved = watch.await(
                fired.keySet(),
                false,
                latestToResolve(fault),
                (alert, after) -> tell(fault, alert, "has resolved", after));
        judge(fault, fired, resolved);
        if (fault.served() && answers.keySet().stream().anyMatch(Lane::isLoss)) {
            report.wrong(fault.name() + ": not everybody was served: " + answers);
        }
        watch.unexpected()
                .forEach((alert, summary) ->
                        report.wrong(fault.name() + ": " + alert + " should not have fired: " + summary));
    }

    private static boolean isLoss(int status) {
        return status == Traffic.NONE || status >= 500;
    }

    private static Set<String> related(Fault fault) {
        Set<String> related = new HashSet<>(LONG_MEMORY);
        related.addAll(fault.consequences());
        related.addAll(names(fault));
        return related;
    }

    private static Set<String> names(Fault fault) {
        Map<String, Expected> names = new LinkedHashMap<>();
        fault.expected().forEach(expected -> names.put(expected.alert(), expected));
        return names.keySet();
    }

    private void tell(Fault fault, String alert, String what, Duration after) {
        report.say(fault.name(), alert + " " + what + " after " + Report.seconds(after));
    }

    private void judge(Fault fault, Map<String, Duration> fired, Map<String, Duration> resolved) {
        for (Expected expected : fault.expected()) {
            report.add(new Finding(
                    expected.alert(),
                    fault.name(),
                    toFire(expected),
                    fired.get(expected.alert()),
                    toResolve(expected).plus(fault.recovery()),
                    resolved.get(expected.alert())));
        }
    }

    /** What the rule itself needs at most: its window, unless once is enough, and its wait. */
    private Duration toFire(Expected expected) {
        Duration wait = waits.getOrDefault(expected.alert(), Duration.ZERO);
        Duration window = expected.atOnce() ? Duration.ZERO : expected.window();
        return wait.plus(speed.of(window.plus(TWO_ROUNDS)));
    }

    private Duration toResolve(Expected expected) {
        return speed.of(expected.window().plus(TWO_ROUNDS));
    }

    private Duration latestToFire(Fault fault) {
        return latest(fault.expected().stream().map(this::toFire).toList());
    }

    private Duration latestToResolve(Fault fault) {
        return latest(fault.expected().stream().map(this::toResolve).toList()).plus(fault.recovery());
    }

    private static Duration latest(List<Duration> own) {
        return own.stream()
                .max(Duration::compareTo)
                .orElse(Duration.ZERO)
                .multipliedBy(2)
                .plus(SLACK);
    }
}
