/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.headers.Reporting;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.reports.ReportsPolicy;
import org.jspecify.annotations.Nullable;

/** The keys {@code headers.reporting.*}: where browsers send their reports, and the {@link ReportsPolicy} if that is here. */
final class ReportingSettings {
    private static final Key<String> PATH = Key.of(
                    "path",
                    ValueTypes.text(),
                    "BW-HEADERS-140",
                    "Where browsers send their reports to this service, which counts and logs them:"
                            + " /breakwater/reports.")
            .defaultIs("none");

    private static final Key<String> ENDPOINT = Key.of(
                    "endpoint",
                    ValueTypes.text(),
                    "BW-HEADERS-141",
                    "Where browsers send their reports instead: an https URL of somebody who collects them.")
            .defaultIs("none");

    private static final Key<Integer> MAX_PER_MINUTE = Key.of(
                    "max-per-minute",
                    ValueTypes.integer(1, 1_000_000),
                    "BW-HEADERS-142",
                    "How many requests with reports this instance takes in a minute; 429 beyond it.")
            .defaultsTo(Integer.toString(ReportsPolicy.MAX_PER_MINUTE));

    static final Group GROUP =
            Group.section("reporting", "What browsers report about pages.", PATH, ENDPOINT, MAX_PER_MINUTE);

    private ReportingSettings() {}

    /** Null if no reports are taken here, or the policy is not valid. */
    static @Nullable ReportsPolicy read(Settings root, Problems problems) {
        Settings section = root.section(HeadersSettings.GROUP).section(GROUP);
        checkEndpoint(section, problems);
        String path = path(root);
        return path == null
                ? null
                : section.build(
                        () -> ReportsPolicy.builder(path)
                                .maxPerMinute(section.get(MAX_PER_MINUTE))
                                .build(),
                        problems);
    }

    /** The path of {@code headers.reporting.path}; null if there is none. */
    static @Nullable String path(Settings root) {
        return root.section(HeadersSettings.GROUP).section(GROUP).find(PATH);
    }

    /** Where browsers are to send their reports; null if nobody takes any. */
    static @Nullable Reporting address(Settings headers) {
        Settings section = headers.section(GROUP);
        String path = section.find(PATH);
        String endpoint = section.find(ENDPOINT);
        if (path == null) {
            return endpoint == null ? null : Reporting.toEndpoint(endpoint);
        }
        // What is no path at all is told by the policy of whoever takes the reports.
        return path.startsWith("/") ? Reporting.toPath(path) : null;
    }

    private static void checkEndpoint(Settings section, Problems problems) {
        String endpoint = section.find(ENDPOINT);
        if (endpoint != null && section.find(PATH) != null) {
            Problem both = Problem.error(
                    "BW-HEADERS-143",
                    ENDPOINT.name(),
                    endpoint,
                    "path or endpoint, not both",
                    "Remove one of the two: reports go to one place.");
            problems.add(section.advised(both).below(section.path()));
        }
    }
}
