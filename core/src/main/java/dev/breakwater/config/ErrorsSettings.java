/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

/** The keys {@code errors.*}. Adapters ask for them: core sends no error pages. */
final class ErrorsSettings {
    private static final Key<Boolean> PROBLEM_DETAILS = Key.of(
                    "problem-details",
                    ValueTypes.bool(),
                    "BW-ERRORS-101",
                    "Whether errors of the application and the container are answered with application/problem+json"
                            + " (RFC 9457) in place of its error page, unless the client would rather have HTML.")
            .defaultsTo("false");

    static final Group GROUP = Group.section("errors", "What is sent when a request has failed.", PROBLEM_DETAILS);

    private ErrorsSettings() {}

    static boolean problemDetails(Settings root) {
        return root.section(GROUP).get(PROBLEM_DETAILS);
    }
}
