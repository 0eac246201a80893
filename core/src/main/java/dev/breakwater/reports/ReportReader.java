/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.reports;

import dev.breakwater.redact.Redactor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the two ways in which browsers send reports: one violation of the content security policy by itself, as its
 * {@code report-uri} has it (CSP 3 section 5.3), or an array of reports of any type (Reporting API). What is read is
 * bounded, and so are the depth and the texts of what is skipped. Immutable.
 */
final class ReportReader {
    /** How many reports of an array are taken; browsers keep no more for a page. */
    static final int MOST_REPORTS = 100;

    private static final int DEEPEST = 16;

    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNameLength(256)
                    .maxNumberLength(64)
                    .build())
            .build();
    private final Redactor redactor = Redactor.standard();

    /** The one report of an {@code application/csp-report}; null if it is none. */
    @Nullable
    List<BrowserReport> single(byte[] body) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            ReportFields fields = new ReportFields(redactor);
            return parser.nextToken() == JsonToken.START_OBJECT && fields.readWrapper(parser) && isAtEnd(parser)
                    ? List.of(fields.violation())
                    : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    /** The first {@link #MOST_REPORTS} of an {@code application/reports+json}; null if it is none. */
    @Nullable
    List<BrowserReport> array(byte[] body) {
        try (JsonParser parser = json.createParser(ObjectReadContext.empty(), body)) {
            return parser.nextToken() == JsonToken.START_ARRAY ? elements(parser) : null;
        } catch (JacksonException malformed) {
            return null;
        }
    }

    // Read to the end even if no more are taken: half of what is no JSON is no report.
    private @Nullable List<BrowserReport> elements(JsonParser parser) {
        List<BrowserReport> reports = new ArrayList<>();
        JsonToken token = parser.nextToken();
        for (; token == JsonToken.START_OBJECT; token = parser.nextToken()) {
            ReportFields fields = new ReportFields(redactor);
            fields.read(parser);
            if (reports.size() < MOST_REPORTS) {
                reports.add(fields.report());
            }
        }
        return token == JsonToken.END_ARRAY && isAtEnd(parser) ? reports : null;
    }

    private static boolean isAtEnd(JsonParser parser) {
        return parser.nextToken() == null;
    }
}
