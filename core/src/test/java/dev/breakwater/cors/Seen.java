/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Verdict;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import java.util.ArrayList;
import java.util.List;

/** What a verdict does to a response, in the words of a test. */
final class Seen {
    private final Verdict verdict;

    private Seen(Verdict verdict) {
        this.verdict = verdict;
    }

    static Seen of(Verdict verdict) {
        return new Seen(verdict);
    }

    boolean reachesApplication() {
        return verdict instanceof Verdict.Proceed;
    }

    int status() {
        return ((Verdict.Respond) verdict).reply().status();
    }

    int bodyLength() {
        return ((Verdict.Respond) verdict).reply().length();
    }

    HeaderRules rules() {
        return verdict instanceof Verdict.Proceed proceed ? proceed.rules() : ((Verdict.Respond) verdict).rules();
    }

    CorsDecision decision() {
        return (CorsDecision)
                (verdict instanceof Verdict.Proceed proceed
                        ? proceed.decision()
                        : ((Verdict.Respond) verdict).decision());
    }

    /** The value of this header, or null if none is sent. */
    String header(String name) {
        List<String> values = new ArrayList<>();
        for (HeaderRule rule : rules()) {
            if (rule.name().equalsIgnoreCase(name) && rule.value() != null) {
                values.add(rule.value());
            }
        }
        if (values.size() > 1) {
            throw new AssertionError(name + " in several lines: " + values);
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Whether no CORS header is sent. */
    boolean isBare() {
        for (HeaderRule rule : rules()) {
            if (rule.name().startsWith("Access-Control-") && rule.value() != null) {
                return false;
            }
        }
        return true;
    }

    /** Whether the application can send this header itself. */
    boolean isStripped(String name) {
        HeaderRule rule = rules().find(name);
        return rule != null && rule.mode() == HeaderRule.Mode.PIN && rule.value() == null;
    }
}
