/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.Decision;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One report of a browser. What it says is only what the sender says. Everything in it is bounded: type, directive and
 * disposition are from closed sets, URLs are without user, query and fragment, and cut. Immutable.
 *
 * <p>It is no security event: a report about a page of ours is sent by whoever runs it, extensions and attackers included,
 * and nobody can tell which.
 *
 * @param type what is reported
 * @param directive for a violation of the content security policy, the directive that was violated; {@value #OTHER} if it
 *     is none that we know, and for all other types null
 * @param disposition whether the browser enforced the policy
 * @param document the page; null if the report does not name it
 * @param blocked what was not loaded: a URL, or a word like {@code inline}, {@code eval} or {@code data}; null if the
 *     report does not name it
 * @param source the script that did it; null if the report does not name it
 * @param line where in the source; 0 if the report does not say
 */
public record BrowserReport(
        Type type,
        @Nullable String directive,
        Disposition disposition,
        @Nullable String document,
        @Nullable String blocked,
        @Nullable String source,
        int line)
        implements Decision {

    /** What stands for a directive that is not known. */
    public static final String OTHER = "_OTHER";

    /** What browsers report. */
    public enum Type {
        /** Something was against the content security policy. */
        CSP_VIOLATION,
        /** The page uses what browsers are going to drop. */
        DEPRECATION,
        /** The browser did not do as the page wanted. */
        INTERVENTION,
        /** A feature was used that the permissions policy denies. */
        PERMISSIONS_POLICY_VIOLATION,
        /** Something could not be embedded (Cross-Origin-Embedder-Policy). */
        COEP,
        /** A window lost touch with another one (Cross-Origin-Opener-Policy). */
        COOP,
        /** A script had no integrity metadata (Integrity-Policy). */
        INTEGRITY_VIOLATION,
        /** A request failed in the network (NEL). */
        NETWORK_ERROR,
        /** The page crashed. */
        CRASH,
        /** Anything else. */
        OTHER;

        private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

        /** The type as the Reporting API has it: {@code csp-violation}; {@value BrowserReport#OTHER} for {@link #OTHER}. */
        public String text() {
            return this == OTHER ? BrowserReport.OTHER : text;
        }

        static Type of(@Nullable String sent) {
            for (Type type : values()) {
                if (type.text.equals(sent)) {
                    return type;
                }
            }
            return OTHER;
        }
    }

    /** Whether the browser did what the policy says. */
    public enum Disposition {
        /** It did. */
        ENFORCE,
        /** It only reported. */
        REPORT,
        /** The report does not say. */
        UNKNOWN;

        private final String text = name().toLowerCase(Locale.ROOT);

        /** {@code enforce}, {@code report} or {@code unknown}. */
        public String text() {
            return text;
        }

        // COEP and COOP call it reporting.
        static Disposition of(@Nullable String sent) {
            if (sent == null) {
                return UNKNOWN;
            }
            return switch (sent) {
                case "enforce" -> ENFORCE;
                case "report", "reporting" -> REPORT;
                default -> UNKNOWN;
            };
        }
    }

    /** Adds one to {@code breakwater.reports}: a request may bring many, and its event is one line. */
    @Override
    public void describe(Fields fields) {
        fields.add("breakwater.reports", 1);
    }
}
