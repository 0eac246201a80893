/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.ServiceInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The readiness report: how it stands with each check, at one moment. Immutable.
 *
 * <pre>{@code
 * ReadinessReport report = runtime.report();
 * if (report.count(Finding.State.FAIL) > 0) { ... }
 * }</pre>
 */
public final class ReadinessReport {
    private final ServiceInfo service;
    private final Instant time;
    private final List<Entry> checks;
    private final Map<Finding.State, Integer> counts;

    private ReadinessReport(ServiceInfo service, Instant time, List<Entry> checks) {
        this.service = service;
        this.time = time;
        this.checks = checks;
        counts = new EnumMap<>(Finding.State.class);
        checks.forEach(check -> counts.merge(check.state(), 1, Integer::sum));
    }

    /**
     * One line of the report.
     *
     * @param id the check's id
     * @param state how it stands
     * @param title what holds if all is well
     * @param evidence what that rests on; of what is outside, the reason
     * @param fix what to do; empty if there is nothing to do
     */
    public record Entry(String id, Finding.State state, String title, String evidence, String fix) {}

    /** The checks that come with this version, in the order of the report. */
    public static List<ReadinessCheck> standardChecks() {
        return StandardChecks.ALL;
    }

    /** Asks all checks. Of two with the same id, the later one is asked, in the place of the first. */
    public static ReadinessReport of(Collection<? extends ReadinessCheck> checks, ReadinessContext context) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (ReadinessCheck check : checks) {
            Entry entry = Judgement.of(check, context);
            entries.put(entry.id(), entry);
        }
        return new ReadinessReport(context.settings().service(), context.now(), List.copyOf(entries.values()));
    }

    /** What the service calls itself. */
    public ServiceInfo service() {
        return service;
    }

    /** When the checks were asked. */
    public Instant time() {
        return time;
    }

    /** How it stands with each check. */
    public List<Entry> checks() {
        return checks;
    }

    /** With how many checks it stands so. */
    public int count(Finding.State state) {
        return counts.getOrDefault(state, 0);
    }

    /** The checks with which it stands so. */
    public List<Entry> checks(Finding.State state) {
        return checks.stream().filter(check -> check.state() == state).toList();
    }

    /** {@code 41 pass, 7 warn, 2 fail, 50 outside}. */
    public String summary() {
        return count(Finding.State.PASS) + " pass, " + count(Finding.State.WARN) + " warn, " + count(Finding.State.FAIL)
                + " fail, " + count(Finding.State.OUTSIDE) + " outside";
    }

    /** One JSON object: {@code service}, {@code time}, {@code counts} and, for each check, id, state, title, evidence, fix. */
    public String toJson() {
        return JsonReport.of(this);
    }

    /** Text for a terminal, what needs work first. */
    public String toText() {
        return TextReport.of(this);
    }

    /** A page without scripts or styles, so that it may be shown under any content security policy. */
    public String toHtml() {
        return HtmlReport.of(this);
    }

    /** The summary. */
    @Override
    public String toString() {
        return summary();
    }
}
