/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page for people: no script, nothing from elsewhere, and it loads itself again. Under a content security policy that
 * allows no styles it is as plain as it is true.
 */
final class PageReport {
    private static final String STYLE = "body{font:16px/1.5 system-ui,sans-serif;margin:2rem;max-width:80rem}"
            + "table{border-collapse:collapse}th,td{text-align:left;padding:.3rem .8rem;"
            + "border-bottom:1px solid #8884;vertical-align:top}"
            + ".UP{color:#1a7f37}.DEGRADED{color:#9a6700}.DOWN,.OUT_OF_SERVICE,.UNKNOWN{color:#cf222e}"
            + "@media(prefers-color-scheme:dark){.UP{color:#3fb950}.DEGRADED{color:#d29922}"
            + ".DOWN,.OUT_OF_SERVICE,.UNKNOWN{color:#f85149}}";

    /** Allows the page its own style and nothing else. */
    static final String POLICY = "default-src 'none'; style-src 'sha256-" + sha256(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final StringBuilder page = new StringBuilder(1024);
    private final HealthReport report;

    private PageReport(HealthReport report) {
        this.report = report;
    }

    static String write(HealthReport report) {
        return new PageReport(report).whole();
    }

    private String whole() {
        String title = report.name() == null ? "Health" : report.name();
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
                .append("<meta http-equiv=\"refresh\" content=\"10\">\n<title>");
        text(report.status()).append(" - ");
        text(title).append("</title>\n<style>").append(STYLE).append("</style>\n</head>\n<body>\n<h1>");
        text(title).append(": ");
        status(report.status()).append("</h1>\n");
        paragraph("Version ", report.version());
        paragraph("Groups: ", report.groups().isEmpty() ? null : String.join(", ", report.groups()));
        if (report.components() != null) {
            table(report.components());
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private void paragraph(String label, @Nullable String value) {
        if (value != null) {
            page.append("<p>").append(label);
            text(value).append("</p>\n");
        }
    }

    private void table(List<ComponentHealth> components) {
        page.append("<table>\n<thead><tr><th>Component</th><th>Status</th><th>Counts as</th><th>Since</th>")
                .append("<th>Checked</th><th>Took</th><th>Now</th><th>Last error</th></tr></thead>\n<tbody>\n");
        components.forEach(this::row);
        page.append("</tbody>\n</table>\n");
    }

    private void row(ComponentHealth component) {
        page.append("<tr>");
        cell(component.name());
        page.append("<td>");
        status(component.status().name()).append("</td>");
        cell((component.critical() ? "critical, " : "optional, ")
                + JsonReport.word(component.scope())
                + (component.passive() ? ", passive" : ""));
        cell(shown(component.since()));
        cell(component.isKnown() ? JsonReport.millis(report.now() - component.endedNanos()) / 1000 + " s ago" : "");
        cell(component.isKnown() ? JsonReport.millis(component.durationNanos()) + " ms" : "");
        cell((component.flapping() ? "flapping; " : "") + (component.message() == null ? "" : component.message()));
        HealthError error = component.lastError();
        cell(error == null ? "" : error.time() + " " + error.message());
        page.append("</tr>\n");
    }

    private static String shown(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }

    private StringBuilder status(String status) {
        page.append("<span class=\"");
        text(status).append("\">");
        return text(status).append("</span>");
    }

    private void cell(String value) {
        page.append("<td>");
        text(value).append("</td>");
    }

    private StringBuilder text(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> page.append("&amp;");
                case '<' -> page.append("&lt;");
                case '>' -> page.append("&gt;");
                case '"' -> page.append("&quot;");
                case '\'' -> page.append("&#39;");
                default -> page.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return page;
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
