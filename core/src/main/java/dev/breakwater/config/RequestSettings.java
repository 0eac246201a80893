/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import dev.breakwater.requestlimits.RequestLimitsPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code request.*}, and the {@link RequestLimitsPolicy} they describe. */
final class RequestSettings {
    private static final String MOST = "1048576GB";

    private static final Key<Long> MAX_BODY_SIZE = Key.of(
                    "max-body-size",
                    ValueTypes.size("0B", MOST),
                    "BW-REQUEST-101",
                    "The longest body, declared or counted while it is read; 413 beyond it.")
            .defaultsTo("1MB");

    private static final Key<Integer> MAX_HEADERS = Key.of(
                    "max-headers",
                    ValueTypes.integer(1, 1_000_000),
                    "BW-REQUEST-102",
                    "The most header lines; 431 beyond it. Containers have limits of their own, often 100 to 200.")
            .defaultsTo("100");

    private static final Key<Long> MAX_HEADER_SIZE = Key.of(
                    "max-header-size",
                    ValueTypes.size("1B", "1GB"),
                    "BW-REQUEST-103",
                    "The most bytes of all header names and values together; 431 beyond it. Containers have limits of"
                            + " their own, often 8KB.")
            .defaultsTo("16KB");

    private static final Key<Long> MAX_URI_LENGTH = Key.of(
                    "max-uri-length",
                    ValueTypes.size("1B", "1GB"),
                    "BW-REQUEST-104",
                    "The most bytes of path and query together, as sent; 414 beyond it.")
            .defaultsTo("8KB");

    private static final Key<Duration> TIMEOUT = Key.of(
                    "timeout",
                    ValueTypes.duration("0s", "365d"),
                    "BW-REQUEST-105",
                    "How long a request may take until its answer begins; 503 then. Calls to upstreams get what is left"
                            + " of it.")
            .defaultIs("for ever");

    private static final Key<String> DEADLINE_HEADER = Key.of(
                    "deadline-header",
                    ValueTypes.text(),
                    "BW-REQUEST-109",
                    "The request header in which callers say how many milliseconds they wait; only ever shortens the timeout.")
            .defaultIs("none");

    private static final Key<List<String>> RULE_PATHS = Key.of(
                    "paths",
                    ValueTypes.text().list(),
                    "BW-REQUEST-106",
                    "Patterns of paths; for each of the keys beside it, the most specific one that says it wins.")
            .required();

    private static final Key<Long> RULE_MAX_BODY_SIZE = Key.of(
                    "max-body-size", ValueTypes.size("0B", MOST), "BW-REQUEST-107", "The longest body there.")
            .defaultIs("what holds otherwise");

    private static final Key<Duration> RULE_TIMEOUT = Key.of(
                    "timeout",
                    ValueTypes.duration("0s", "365d"),
                    "BW-REQUEST-108",
                    "How long a request may take there; 0s is for ever.")
            .defaultIs("what holds otherwise");

    private static final Group RULES =
            Group.list("rules", "What differs by path.", RULE_PATHS, RULE_MAX_BODY_SIZE, RULE_TIMEOUT);

    static final Group GROUP = Group.section(
            "request",
            "How large a request may be and how long it may take.",
            MAX_BODY_SIZE,
            MAX_HEADERS,
            MAX_HEADER_SIZE,
            MAX_URI_LENGTH,
            TIMEOUT,
            DEADLINE_HEADER,
            RULES);

    private RequestSettings() {}

    /** The defaults if the policy is not valid. */
    static RequestLimitsPolicy read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        @Nullable RequestLimitsPolicy policy = section.build(() -> policy(section), problems);
        return policy == null ? RequestLimitsPolicy.defaults() : policy;
    }

    private static RequestLimitsPolicy policy(Settings section) {
        RequestLimitsPolicy.Builder policy = RequestLimitsPolicy.builder()
                .maxBodySize(section.get(MAX_BODY_SIZE))
                .maxHeaders(section.get(MAX_HEADERS))
                .maxHeaderSize(section.get(MAX_HEADER_SIZE))
                .maxUriLength(section.get(MAX_URI_LENGTH));
        section.ifPresent(TIMEOUT, policy::timeout);
        section.ifPresent(DEADLINE_HEADER, policy::deadlineHeader);
        for (Settings rule : section.list(RULES)) {
            policy.rule(rule.get(RULE_PATHS), rule.find(RULE_MAX_BODY_SIZE), rule.find(RULE_TIMEOUT));
        }
        return policy.build();
    }
}
