/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

/** The report as a page. It has neither script nor style, so there is nothing in it that a policy could forbid. */
final class HtmlReport {
    private HtmlReport() {}

    static String of(ReadinessReport report) {
        String headline = escaped(Headline.of(report));
        StringBuilder page = new StringBuilder(16_384)
                .append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n<title>Readiness of ")
                .append(headline)
                .append("</title>\n</head>\n<body>\n<h1>Readiness of ")
                .append(headline)
                .append("</h1>\n<p>")
                .append(report.summary())
                .append("</p>\n");
        section(page, "Not ready", report, Finding.State.FAIL);
        section(page, "Worth a thought", report, Finding.State.WARN);
        section(page, "As it should be", report, Finding.State.PASS);
        section(page, "To be seen to elsewhere", report, Finding.State.OUTSIDE);
        return page.append("</body>\n</html>\n").toString();
    }

    private static void section(StringBuilder page, String title, ReadinessReport report, Finding.State state) {
        if (report.count(state) == 0) {
            return;
        }
        page.append("<h2>").append(title).append("</h2>\n<table>\n<thead><tr>");
        for (String head : new String[] {"State", "Check", "What holds if all is well", "Evidence", "Fix"}) {
            page.append("<th scope=\"col\">").append(head).append("</th>");
        }
        page.append("</tr></thead>\n<tbody>\n");
        report.checks(state).forEach(check -> row(page, check));
        page.append("</tbody>\n</table>\n");
    }

    private static void row(StringBuilder page, ReadinessReport.Entry check) {
        page.append("<tr><td>")
                .append(check.state().text())
                .append("</td><th scope=\"row\"><code>")
                .append(escaped(check.id()))
                .append("</code></th>");
        cell(page, check.title());
        cell(page, check.evidence());
        cell(page, check.fix());
        page.append("</tr>\n");
    }

    private static void cell(StringBuilder page, String text) {
        page.append("<td>").append(escaped(text)).append("</td>");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        String line = TextReport.line(text);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
