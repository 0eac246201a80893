/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

/** What is doubtful about a path pattern that can be read: it matches no path, or not what was meant. */
final class PatternDoubts {
    private final String text;
    private final String path;
    private final Problems problems;

    private PatternDoubts(String text, String path, Problems problems) {
        this.text = text;
        this.path = path;
        this.problems = problems;
    }

    static void note(String text, String path, Problems problems) {
        PatternDoubts doubts = new PatternDoubts(text, path, problems);
        if (text.length() > 2 && text.endsWith("/*")) {
            doubts.warn("BW-PATH-003", "often " + text + "*", "/* is one segment only; did you mean " + text + "*?");
        }
        if (text.indexOf('%') >= 0) {
            doubts.warn(
                    "BW-PATH-005",
                    "characters as they are, not percent-encoded",
                    "Paths are decoded before they are compared, so this matches none that was encoded like it; write the"
                            + " character itself.");
        }
        if (text.indexOf(';') >= 0) {
            doubts.warn(
                    "BW-PATH-006",
                    "no path parameters",
                    "They are removed before paths are compared; leave out the semicolon and what follows it.");
        }
        if (hasSegment(text, ".") || hasSegment(text, "..")) {
            doubts.warn(
                    "BW-PATH-007",
                    "no dot segments",
                    "No request has them when it is compared; write the path it means.");
        }
        if (text.contains("/:") || text.contains("/<")) {
            doubts.warn("BW-PATH-008", "{name} for a variable", "This is taken literally; write {name} or *.");
        }
        if (text.contains("/.*")
                || text.contains(".+")
                || text.contains("[")
                || text.contains("(")
                || text.startsWith("/^")
                || text.endsWith("$")) {
            doubts.warn(
                    "BW-PATH-009",
                    "*, ** and {name}",
                    "This looks like a regular expression, and is taken literally; write ** for any depth.");
        }
        if (!text.equals(text.strip())) {
            doubts.warn("BW-PATH-010", text.strip(), "The white space at its end is taken literally; remove it.");
        }
    }

    private static boolean hasSegment(String text, String segment) {
        return text.contains('/' + segment + '/') || text.endsWith('/' + segment);
    }

    private void warn(String code, String expected, String fix) {
        problems.warning(code, path, text, expected, fix);
    }
}
