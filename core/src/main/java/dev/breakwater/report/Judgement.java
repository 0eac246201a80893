/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.redact.Redactor;

/** Asks a check, whatever it does: one that fails is a line of the report and never its end. */
final class Judgement {
    private static final int LONGEST = 2000;
    private static final Redactor REDACTOR = Redactor.standard();

    private Judgement() {}

    static ReadinessReport.Entry of(ReadinessCheck check, ReadinessContext context) {
        String id = check.getClass().getName();
        String title = id;
        try {
            id = check.id();
            title = check.title();
            return entry(id, title, check.judge(context));
        } catch (RuntimeException | LinkageError failure) {
            return entry(id, title, failed(failure));
        }
    }

    private static ReadinessReport.Entry entry(String id, String title, Finding finding) {
        return new ReadinessReport.Entry(id, finding.state(), title, safe(finding.evidence()), safe(finding.fix()));
    }

    // The message may hold anything; the class is enough to find out more.
    private static Finding failed(Throwable failure) {
        return Finding.fail(
                "the check itself failed with " + failure.getClass().getName(),
                "Mend the check, or tell whoever wrote it.");
    }

    // A check may show a value in which somebody hid a secret, such as a password in a URL.
    private static String safe(String text) {
        return REDACTOR.text(text, LONGEST);
    }
}
