/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What can be wrong with a {@link RequestLogPolicy}. */
final class RequestLogChecks {
    static final int LARGEST_BODY = 64 * 1024;
    private static final int SHORTEST_KEY = 16;
    private static final int MOST_HEADERS = 64;

    private final Problems problems = new Problems();

    Problems problems() {
        return problems;
    }

    List<PathPattern> paths(List<String> patterns) {
        List<PathPattern> paths = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            PathPattern path = PathPattern.parse(patterns.get(i), "exclude-paths[" + i + "]", problems);
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    RequestLogChecks redactedNames(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).chars().noneMatch(Character::isLetterOrDigit)) {
                problems.error(
                        "BW-LOG-001",
                        "redact[" + i + "]",
                        '"' + names.get(i) + '"',
                        "a name with letters or digits",
                        "Write the name of a parameter or attribute, such as voucher.");
            }
        }
        return this;
    }

    RequestLogChecks sample(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            problems.error(
                    "BW-LOG-002",
                    "sample",
                    Double.toString(rate),
                    "a number from 0 to 1",
                    "Write 0.1 for one ordinary request in ten.");
        }
        return this;
    }

    RequestLogChecks slowThreshold(Duration threshold) {
        if (threshold.isNegative() || threshold.compareTo(Duration.ofDays(1)) > 0) {
            problems.error(
                    "BW-LOG-003",
                    "slow-threshold",
                    threshold.toString(),
                    "a duration from 0 to one day",
                    "Write how long a request may take before it is always logged, such as 1s.");
        }
        return this;
    }

    RequestLogChecks headers(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            if (!HeaderSyntax.isToken(names.get(i))) {
                problems.error(
                        "BW-LOG-004",
                        "headers[" + i + "]",
                        '"' + names.get(i) + '"',
                        "the name of a header",
                        "Write it as in RFC 9110, such as Accept-Language; there are no patterns.");
            }
        }
        if (names.size() > MOST_HEADERS) {
            problems.error(
                    "BW-LOG-005",
                    "headers",
                    names.size() + " names",
                    "at most " + MOST_HEADERS,
                    "Name those that somebody looks for.");
        }
        return this;
    }

    RequestLogChecks maxBodySize(long bytes) {
        if (bytes < 1 || bytes > LARGEST_BODY) {
            problems.error(
                    "BW-LOG-006",
                    "max-body-size",
                    bytes + " bytes",
                    "1 byte to 64KB",
                    "A log is no archive: choose what is enough to understand a request, such as 8KB.");
        }
        return this;
    }

    RequestLogChecks hashKey(@Nullable String key) {
        if (key != null && key.length() < SHORTEST_KEY) {
            problems.error(
                    "BW-LOG-007",
                    "hash-key",
                    key.length() + " characters",
                    "at least " + SHORTEST_KEY + " characters",
                    "Make one with openssl rand -hex 24, the same for all instances.");
        }
        return this;
    }
}
