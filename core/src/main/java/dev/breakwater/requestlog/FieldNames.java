/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which names may be added to an event: none of the event's own, so that nobody can rewrite what happened. */
final class FieldNames {
    static final String APPLICATION = "app.";
    static final String REQUEST_HEADER = "http.request.header.";
    static final String RESPONSE_HEADER = "http.response.header.";
    private static final int LONGEST = 64;

    private static final Set<String> OWN = Set.of(
            "@timestamp",
            "log.level",
            "message",
            "event.name",
            "event.id",
            "event.outcome",
            "event.duration",
            "service.name",
            "service.version",
            "deployment.environment.name",
            "trace.id",
            "span.id",
            "http.request.id",
            "http.request.method",
            "http.request.method_original",
            "http.route",
            "http.response.status_code",
            "url.scheme",
            "url.path",
            "url.query",
            "url.domain",
            "error.type",
            "error.message",
            "error.stack_trace",
            "error.stack_hash",
            "http.request.body.size",
            "http.request.body.content",
            "http.request.referrer",
            "http.response.body.size",
            "http.response.body.content",
            "client.address",
            "network.peer.address",
            "network.protocol.version",
            "user_agent.original",
            "user.id",
            "breakwater.outcome",
            "breakwater.ttfb_ns",
            "breakwater.sample.rate",
            "breakwater.dropped_before",
            "breakwater.body.truncated",
            "breakwater.request_id.source");

    private static final Set<String> ROOTS = Set.of(
            "breakwater",
            "client",
            "deployment",
            "error",
            "event",
            "http",
            "log",
            "message",
            "network",
            "ratelimit",
            "service",
            "span",
            "trace",
            "url",
            "user",
            "user_agent");

    private FieldNames() {}

    /** Whether a decision may describe itself under this name. */
    static boolean isFree(String name) {
        return PlainWord.is(name, LONGEST)
                && !OWN.contains(name)
                && !name.startsWith(APPLICATION)
                && !name.startsWith(REQUEST_HEADER)
                && !name.startsWith(RESPONSE_HEADER);
    }

    /** The field of an application's attribute, or null if its name is refused. */
    static @Nullable String ofAttribute(String name) {
        String bare = name.startsWith(APPLICATION) ? name.substring(APPLICATION.length()) : name;
        return PlainWord.is(bare, LONGEST) && !ROOTS.contains(root(bare)) ? APPLICATION.concat(bare) : null;
    }

    // Other formats write attributes without our prefix: there, too, nothing of the event's own may be hit.
    private static String root(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
