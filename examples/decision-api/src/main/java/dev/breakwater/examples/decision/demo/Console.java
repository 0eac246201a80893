/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.List;

/** Prints the demo: one line for each step, in plain ASCII where the console knows no better. */
final class Console {
    private static final int PROTECTION_WIDTH = 16;
    private static final int REQUEST_WIDTH = 40;
    private static final int RESULT_WIDTH = 17;
    private static final int MAX_SHOWN = 150;

    private final PrintStream out;
    private final String good;
    private final String bad;
    private int steps;
    private int failed;

    private Console(PrintStream out, boolean marks) {
        this.out = out;
        good = marks ? "\u2713 " : "ok   ";
        bad = marks ? "\u2717 " : "FAIL ";
    }

    static Console standard() {
        return new Console(System.out, charset().newEncoder().canEncode('\u2713'));
    }

    /** What standard output is encoded with; the names of the properties differ by Java version. */
    private static Charset charset() {
        String name = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding", ""));
        return !name.isEmpty() && Charset.isSupported(name) ? Charset.forName(name) : Charset.defaultCharset();
    }

    void line(String text) {
        out.println(ascii(text));
        out.flush();
    }

    void heading() {
        line("");
        line(" ".repeat(good.length())
                + padded("protection", PROTECTION_WIDTH)
                + padded("request", REQUEST_WIDTH)
                + "-> " + padded("status", RESULT_WIDTH)
                + "what it did  [what matters in the answer]");
    }

    void step(Step step, Finding finding) {
        steps++;
        boolean asExpected = finding.faults().isEmpty();
        line((asExpected ? good : bad)
                + padded(step.protection(), PROTECTION_WIDTH)
                + padded(finding.request(), REQUEST_WIDTH)
                + "-> " + padded(finding.result(), RESULT_WIDTH)
                + step.act()
                + shown(finding.shown()));
        if (!asExpected) {
            failed++;
            line("     expected: " + String.join("; ", finding.faults()));
        }
    }

    void failed(Step step, Throwable fault) {
        steps++;
        failed++;
        line(bad + padded(step.protection(), PROTECTION_WIDTH) + step.act() + ": " + fault);
    }

    int steps() {
        return steps;
    }

    int failures() {
        return failed;
    }

    private static String shown(List<String> shown) {
        String text = String.join(" | ", shown);
        return text.isEmpty()
                ? ""
                : "  [" + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text) + "]";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /** What a server answers may be anything; only our own marks leave ASCII. */
    private String ascii(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            safe.append((c >= ' ' && c <= '~') || c == '\u2713' || c == '\u2717' ? c : '?');
        }
        return safe.toString();
    }
}
