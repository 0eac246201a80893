/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.readme;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of one guide, on the page of the examples: which of the guide's lines is met how, and what shows it.
 *
 * @param guideLines how many lines the guide has, or 0 if the section does not say
 * @param rows the rows of the table, in their order
 */
record GuideTable(int guideLines, List<Row> rows) {
    static final String HEAD = "| lines | the guide says | how | shown by |";

    private static final Pattern LENGTH = Pattern.compile("The guide has (\\d+) lines\\.");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");

    /**
     * A row.
     *
     * @param lines lines of the guide, such as {@code 7} or {@code 12-15}
     * @param says what they ask for
     * @param how what answers to it
     * @param shownBy the names of tests, in backticks
     */
    record Row(String lines, String says, String how, String shownBy) {
        private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");
        private static final Pattern NAMES = Pattern.compile("`[^`]+`(?:, `[^`]+`)*");
        private static final Pattern NAME = Pattern.compile("`([^`]+)`");
        private static final Pattern UNMET = Pattern.compile("(?:\\*Outside\\*|Not there): .{10,}");

        private static Row of(String line) {
            List<String> cells =
                    Arrays.stream(CELL_END.split(line, -1)).map(String::strip).toList();
            return cells.size() == 6
                    ? new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4))
                    : new Row(line, "", "", "");
        }

        /** The tests it names. */
        List<String> tests() {
            return NAME.matcher(shownBy)
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
        }

        private void addFaults(List<String> faults) {
            if (says.isEmpty() || how.isEmpty()) {
                faults.add(lines + ": an empty cell");
            }
            boolean unmet = how.startsWith("*Outside*") || how.startsWith("Not there");
            if (unmet && !UNMET.matcher(how).matches()) {
                faults.add(lines + ": no reason");
            }
            if (unmet && !shownBy.isEmpty()) {
                faults.add(lines + ": nothing can show it, and something does");
            }
            if (!unmet && !NAMES.matcher(shownBy).matches()) {
                faults.add(lines + ": no names of tests: " + shownBy);
            }
        }
    }

    /** The table in a section's lines. */
    static GuideTable of(List<String> section) {
        int length = LENGTH.matcher(String.join("\n", section))
                .results()
                .map(match -> Integer.valueOf(match.group(1)))
                .findFirst()
                .orElse(0);
        List<Row> rows = section.stream()
                .filter(line -> line.startsWith("|"))
                .filter(line -> !line.equals(HEAD) && !line.startsWith("|---"))
                .map(Row::of)
                .toList();
        return new GuideTable(length, rows);
    }

    /** Everything that is wrong with it: lines without a row, and rows that do not say how, or not what shows it. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        int last = 0;
        for (Row row : rows) {
            Matcher range = Row.RANGE.matcher(row.lines());
            if (!range.matches()) {
                faults.add("no range of lines, or not four cells: " + row.lines());
                continue;
            }
            int first = Integer.parseInt(range.group(1));
            if (first != last + 1) {
                faults.add(row.lines() + ": comes after line " + last);
            }
            last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first) {
                faults.add(row.lines() + ": ends before it begins");
            }
            row.addFaults(faults);
        }
        if (last != guideLines) {
            faults.add("ends at line " + last + " of " + guideLines);
        }
        return faults;
    }
}
