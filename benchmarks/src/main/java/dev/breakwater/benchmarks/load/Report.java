/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a scenario has shown: a row for each phase, what was asked of it, and remarks. */
final class Report {
    private static final String ROW = "%-34s %9s %9s %8s %8s %8s %8s %7s %7s %6s %6s %6s%n";
    private static final List<String> HEADING = List.of(
            "phase",
            "offered/s",
            "served/s",
            "p50 ms",
            "p95 ms",
            "p99 ms",
            "max ms",
            "429",
            "503",
            "5xx",
            "4xx",
            "broken");

    private final String name;
    private final String machine = Machine.description();
    private final PrintStream out;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<Objective> objectives = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    Report(String name, PrintStream out) {
        this.name = name;
        this.out = out;
    }

    PrintStream out() {
        return out;
    }

    /** What one phase has shown. */
    void phase(String phase, double seconds, Tally tally) {
        rows.add(List.of(
                phase,
                text("%.0f", tally.sent() / seconds),
                text("%.0f", tally.served() / seconds),
                text("%.1f", tally.millis(0.5)),
                text("%.1f", tally.millis(0.95)),
                text("%.1f", tally.millis(0.99)),
                text("%.1f", tally.millis(1)),
                String.valueOf(tally.limited()),
                String.valueOf(tally.unavailable()),
                String.valueOf(tally.failed()),
                String.valueOf(tally.refused()),
                String.valueOf(tally.broken())));
        tally.faults().forEach(fault -> remark(phase + ": " + fault));
    }

    /** Something is to be below a bound: says the ratio, too. */
    void atMost(String what, double found, double bound, String unit) {
        String ratio = bound == 0 ? "" : text(" (%.2f of it)", found / bound);
        require(what, "at most " + number(bound) + unit, number(found) + unit + ratio, found <= bound);
    }

    /** As above, of what is counted. */
    void atMost(String what, long found, double bound, String unit) {
        atMost(what, (double) found, bound, unit);
    }

    /** Something is to reach a bound: says the ratio, too. */
    void atLeast(String what, double found, double bound, String unit) {
        String ratio = bound == 0 ? "" : text(" (%.2f of it)", found / bound);
        require(what, "at least " + number(bound) + unit, number(found) + unit + ratio, found >= bound);
    }

    /** As above, of what is counted. */
    void atLeast(String what, long found, double bound, String unit) {
        atLeast(what, (double) found, bound, unit);
    }

    /** What was asked and what was found. */
    void require(String what, String wanted, String found, boolean met) {
        objectives.add(new Objective(what, wanted, found, met));
    }

    /** Something to know that nobody asked for. */
    void remark(String text) {
        out.println("   " + text);
        remarks.add(text);
    }

    boolean isMet() {
        return objectives.stream().allMatch(Objective::isMet);
    }

    void print() {
        out.println();
        out.printf(ROW, HEADING.toArray());
        rows.forEach(row -> out.printf(ROW, row.toArray()));
        out.println();
        for (Objective objective : objectives) {
            out.printf(
                    "%-7s %s: %s, was %s%n",
                    objective.verdict(), objective.what(), objective.wanted(), objective.found());
        }
        out.println();
    }

    String markdown() {
        StringBuilder text = new StringBuilder("# " + name + "\n\n" + machine + "\n\n");
        line(text, HEADING);
        line(text, HEADING.stream().map(column -> "---").toList());
        rows.forEach(row -> line(text, row));
        text.append('\n');
        line(text, List.of("asked", "objective", "found", ""));
        line(text, List.of("---", "---", "---", "---"));
        objectives.forEach(it -> line(text, List.of(it.what(), it.wanted(), it.found(), it.verdict())));
        text.append('\n');
        remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
        return text.toString();
    }

    private static void line(StringBuilder text, List<String> cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? text("%.0f", value) : text("%.3f", value);
    }
}
