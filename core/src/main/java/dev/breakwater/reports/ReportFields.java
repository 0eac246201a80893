/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.redact.Redactor;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The members of one report, whichever of the two names they go under, as far as anything is kept of them. For one report
 * and one thread.
 */
final class ReportFields {
    private static final Set<String> DIRECTIVES = Set.of(
            "base-uri",
            "block-all-mixed-content",
            "child-src",
            "connect-src",
            "default-src",
            "fenced-frame-src",
            "font-src",
            "form-action",
            "frame-ancestors",
            "frame-src",
            "img-src",
            "manifest-src",
            "media-src",
            "navigate-to",
            "object-src",
            "plugin-types",
            "prefetch-src",
            "require-sri-for",
            "require-trusted-types-for",
            "sandbox",
            "script-src",
            "script-src-attr",
            "script-src-elem",
            "style-src",
            "style-src-attr",
            "style-src-elem",
            "trusted-types",
            "upgrade-insecure-requests",
            "worker-src");

    private final Redactor redactor;
    private @Nullable String type;
    private @Nullable String url;
    private @Nullable String document;
    private @Nullable String blocked;
    private @Nullable String source;
    private @Nullable String effective;
    private @Nullable String violated;
    private @Nullable String disposition;
    private int line;

    ReportFields(Redactor redactor) {
        this.redactor = redactor;
    }

    /** Reads {@code {"csp-report": {...}}}, whose opening brace has been read; whether that is what it was. */
    boolean readWrapper(JsonParser parser) {
        boolean found = false;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            boolean isReport = parser.currentName().equals("csp-report");
            if (parser.nextToken() == JsonToken.START_OBJECT && isReport) {
                body(parser);
                found = true;
            } else {
                parser.skipChildren();
            }
        }
        return found;
    }

    /** Reads a report of the Reporting API, whose opening brace has been read. */
    void read(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT && name.equals("body")) {
                body(parser);
            } else if (value != JsonToken.VALUE_STRING) {
                parser.skipChildren();
            } else if (name.equals("type")) {
                type = parser.getString();
            } else if (name.equals("url")) {
                url = parser.getString();
            }
        }
    }

    private void body(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_STRING) {
                text(name, parser);
            } else if (value == JsonToken.VALUE_NUMBER_INT && isLine(name)) {
                line = parser.getNumberType() == JsonParser.NumberType.INT ? parser.getIntValue() : 0;
            } else {
                parser.skipChildren();
            }
        }
    }

    private void text(String name, JsonParser parser) {
        switch (name) {
            case "documentURL", "document-uri" -> document = parser.getString();
            case "blockedURL", "blocked-uri" -> blocked = parser.getString();
            case "sourceFile", "source-file" -> source = parser.getString();
            case "effectiveDirective", "effective-directive" -> effective = parser.getString();
            case "violated-directive" -> violated = parser.getString();
            case "disposition" -> disposition = parser.getString();
            default -> {
                // The policy itself, samples of scripts, referrers: nobody needs them to find the page.
            }
        }
    }

    private static boolean isLine(String name) {
        return name.equals("lineNumber") || name.equals("line-number");
    }

    BrowserReport report() {
        BrowserReport.Type known = BrowserReport.Type.of(type);
        return known == BrowserReport.Type.CSP_VIOLATION ? violation() : report(known, null);
    }

    BrowserReport violation() {
        return report(BrowserReport.Type.CSP_VIOLATION, directive());
    }

    private BrowserReport report(BrowserReport.Type known, @Nullable String directive) {
        return new BrowserReport(
                known,
                directive,
                BrowserReport.Disposition.of(disposition),
                stripped(document == null ? url : document),
                stripped(blocked),
                stripped(source),
                line);
    }

    // The older name may have the directive's value behind it.
    private String directive() {
        String sent = effective == null ? violated : effective;
        if (sent == null) {
            return BrowserReport.OTHER;
        }
        int space = sent.indexOf(' ');
        String name = space < 0 ? sent : sent.substring(0, space);
        return DIRECTIVES.contains(name) ? name : BrowserReport.OTHER;
    }

    private @Nullable String stripped(@Nullable String sent) {
        return sent == null || sent.isEmpty() ? null : ReportedUrl.stripped(sent, redactor);
    }
}
