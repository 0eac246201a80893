/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers what browsers send to the path for reports, preflights included, before the application and without
 * authentication: browsers send none. Safe for use by many threads.
 *
 * <p>It is visited last, behind all limits, though other endpoints of ours are never limited: anybody may send anything
 * here at any rate, and nobody misses a report that was refused.
 */
public final class ReportsGuard implements Guard {
    static final int MOST_BYTES = 64 * 1024;

    private static final String CSP_REPORT = "application/csp-report";
    private static final String REPORTS = "application/reports+json";

    private final ReportsPolicy policy;
    private final ReportIntake intake;
    private final ReportReader reader = new ReportReader();

    /** A guard with this policy, which hands reports to this intake. */
    public ReportsGuard(ReportsPolicy policy, ReportIntake intake) {
        this.policy = policy;
        this.intake = intake;
    }

    @Override
    public String name() {
        return "reports";
    }

    @Override
    public Stage stage() {
        return Stage.ACCOUNT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        if (!policy.isFor(exchange.path())) {
            return Verdict.proceed();
        }
        return switch (exchange.method()) {
            case "POST" -> intake.isOpen(policy) ? post(exchange) : ReportAnswers.tooMany(intake.secondsLeft());
            case "OPTIONS" -> ReportAnswers.OPTIONS;
            default -> ReportAnswers.WRONG_METHOD;
        };
    }

    private Verdict post(Exchange exchange) {
        boolean isArray = isType(exchange, REPORTS);
        if ((!isArray && !isType(exchange, CSP_REPORT)) || exchange.header("Content-Encoding") != null) {
            return ReportAnswers.WRONG_TYPE;
        }
        try {
            byte[] body = exchange.readBody(MOST_BYTES);
            return body == null ? ReportAnswers.TOO_LONG : read(body, isArray, exchange);
        } catch (IOException broken) {
            return ReportAnswers.MALFORMED;
        }
    }

    private Verdict read(byte[] body, boolean isArray, Exchange exchange) {
        @Nullable List<BrowserReport> reports = isArray ? reader.array(body) : reader.single(body);
        if (reports == null) {
            return ReportAnswers.MALFORMED;
        }
        intake.take(reports, exchange);
        return ReportAnswers.TAKEN;
    }

    // With or without parameters: browsers send none, others a charset, and JSON has only one (RFC 8259 section 8.1).
    private static boolean isType(Exchange exchange, String type) {
        String sent = exchange.header("Content-Type");
        if (sent == null) {
            return false;
        }
        int semicolon = sent.indexOf(';');
        String bare = semicolon < 0 ? sent : sent.substring(0, semicolon);
        return bare.strip().equalsIgnoreCase(type);
    }
}
