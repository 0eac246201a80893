/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.List;

/** The report as text: what needs work first, one check a line, evidence and fix below it. */
final class TextReport {
    private static final List<Finding.State> ORDER =
            List.of(Finding.State.FAIL, Finding.State.WARN, Finding.State.PASS, Finding.State.OUTSIDE);

    private TextReport() {}

    static String of(ReadinessReport report) {
        StringBuilder text = new StringBuilder("Readiness of ")
                .append(line(Headline.of(report)))
                .append('\n')
                .append(report.summary())
                .append('\n');
        for (Finding.State state : ORDER) {
            report.checks(state).forEach(check -> append(text, check));
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ReadinessReport.Entry check) {
        text.append('\n')
                .append(check.state().name())
                .append(' ')
                .append(line(check.id()))
                .append(": ")
                .append(line(check.title()))
                .append("\n  ")
                .append(line(check.evidence()))
                .append('\n');
        if (!check.fix().isEmpty()) {
            text.append("  ").append(line(check.fix())).append('\n');
        }
    }

    // What came from elsewhere must not begin a line of its own, nor move a terminal's cursor.
    static String line(String text) {
        StringBuilder line = new StringBuilder(text.length());
        text.codePoints().forEach(c -> line.appendCodePoint(isShown(c) ? c : '?'));
        return line.toString();
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
