/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.drill;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was seen, as it happens and as a table. */
final class Report {
    private static final String HEAD = """
            | alert | fault | rule's own time | fired after | rule's own time | resolved after | verdict |
            |---|---|---|---|---|---|---|
            """;

    private final long begin = System.nanoTime();
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** Tells what happens now. */
    synchronized void say(String who, String what) {
        Duration passed = Duration.ofNanos(System.nanoTime() - begin);
        out.printf(Locale.ROOT, "%7s  %-19s  %s%n", seconds(passed), who, what);
    }

    synchronized void add(Finding finding) {
        findings.add(finding);
    }

    /** Something besides the table is not as it should be. */
    synchronized void wrong(String what) {
        wrong.add(what);
        say("WRONG", what);
    }

    /** Whether nothing was wrong so far. */
    synchronized boolean isRight() {
        return wrong.isEmpty();
    }

    /** Whether all alerts did what they should, and nothing else was wrong. */
    synchronized boolean isGood() {
        return !findings.isEmpty() && isRight() && findings.stream().allMatch(Finding::isGood);
    }

    /** The table, and what was wrong, in Markdown. */
    synchronized String markdown(Speed speed) {
        StringBuilder text = new StringBuilder("Durations of the rules divided by ")
                .append(speed.factor())
                .append(".\n\n")
                .append(HEAD);
        for (Finding finding : findings) {
            text.append("| `").append(finding.alert()).append("` | ").append(finding.fault());
            time(text, finding.ownToFire(), finding.fired());
            time(text, finding.ownToResolve(), finding.resolved());
            text.append(" | ").append(finding.verdict()).append(" |\n");
        }
        wrong.forEach(fault -> text.append("\n- wrong: ").append(fault));
        return text.append('\n').toString();
    }

    private static void time(StringBuilder text, Duration own, @Nullable Duration seen) {
        text.append(" | ").append(seconds(own)).append(" | ");
        text.append(seen == null ? "-" : seconds(seen) + ratio(own, seen));
    }

    private static String ratio(Duration own, Duration seen) {
        return String.format(Locale.ROOT, " (%.1f of it)", (double) seen.toMillis() / own.toMillis());
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
