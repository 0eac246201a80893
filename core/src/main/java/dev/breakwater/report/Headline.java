/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.ServiceInfo;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whose report it is, and of when: {@code shop 1.4.0 production, 2026-11-22T12:00:00Z}. */
final class Headline {
    private Headline() {}

    static String of(ReadinessReport report) {
        ServiceInfo service = report.service();
        String name = Stream.of(service.name(), service.version(), service.environment())
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return (name.isEmpty() ? "a service without a name" : name) + ", "
                + report.time().truncatedTo(ChronoUnit.SECONDS);
    }
}
