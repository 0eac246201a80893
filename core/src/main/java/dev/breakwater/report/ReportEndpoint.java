/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.ops.Endpoint;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows operators the report: as JSON, or as text or a page where {@code Accept} would rather have one. Safe for use by many
 * threads.
 */
public final class ReportEndpoint implements Endpoint {
    /** Where it answers. */
    public static final String PATH = "/breakwater/report";

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain";
    private static final String HTML = "text/html";
    private static final List<String> OFFERED = List.of(JSON, TEXT, HTML);

    private final Supplier<ReadinessReport> report;

    /** With whatever makes the report when it is asked for. */
    public ReportEndpoint(Supplier<ReadinessReport> report) {
        this.report = report;
    }

    @Override
    public Reply answer(Exchange exchange) {
        ReadinessReport made = report.get();
        Reply reply = switch (MediaRanges.of(exchange.headers("Accept")).best(OFFERED)) {
            case TEXT -> Reply.of(200, TEXT + ";charset=utf-8", made.toText());
            case HTML -> Reply.of(200, HTML + ";charset=utf-8", made.toHtml());
            default -> Reply.of(200, JSON, made.toJson());
        };
        return reply.with("Vary", "Accept");
    }
}
