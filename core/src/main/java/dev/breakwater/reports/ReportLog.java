/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.json.JsonWriter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes reports as lines of JSON, so many a minute: whoever loads a page that violates its policy sends many, and all
 * that load it send the same. What goes unwritten is counted all the same. Safe for use by many threads.
 */
final class ReportLog {
    /** How many lines are written in a minute. */
    static final int LINES_PER_MINUTE = 60;

    private static final Logger LOG = LoggerFactory.getLogger("breakwater.reports");

    private final PerMinute lines;

    ReportLog(TimeSource time) {
        lines = new PerMinute(time);
    }

    void write(BrowserReport report, Exchange exchange) {
        int unwritten = lines.next(LINES_PER_MINUTE);
        if (unwritten == PerMinute.REFUSED) {
            return;
        }
        String line = line(report, unwritten, exchange);
        // Only what was not loaded can have broken the page.
        if (report.disposition() == BrowserReport.Disposition.ENFORCE) {
            LOG.warn("{}", line);
        } else {
            LOG.info("{}", line);
        }
    }

    private static String line(BrowserReport report, int unwritten, Exchange exchange) {
        JsonWriter json = JsonWriter.object()
                .put("event.name", "browser.report")
                .put("report.type", report.type().text())
                .put("report.disposition", report.disposition().text());
        putIfKnown(json, "report.directive", report.directive());
        putIfKnown(json, "report.document", report.document());
        putIfKnown(json, "report.blocked", report.blocked());
        putIfKnown(json, "report.source", report.source());
        if (report.line() > 0) {
            json.put("report.line", report.line());
        }
        if (unwritten > 0) {
            json.put("report.unwritten", unwritten);
        }
        Correlation correlation = Correlation.of(exchange);
        putIfKnown(json, "http.request.id", correlation == null ? null : correlation.requestId());
        return json.end();
    }

    private static void putIfKnown(JsonWriter json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }
}
