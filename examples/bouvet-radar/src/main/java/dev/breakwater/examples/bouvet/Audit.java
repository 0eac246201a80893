/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import dev.breakwater.json.JsonWriter;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the audit log has beside the security events of requests: when the service came and went, in the words of the OWASP
 * Logging Vocabulary. Without it a silent night and a service that was not there look the same.
 */
final class Audit {
    /** The logger, to which {@code logback.xml} gives a file of its own. */
    static final String LOGGER = "bouvet.audit";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private Audit() {}

    static void started(Map<String, String> environment) {
        write("sys_startup", environment.getOrDefault("ENVIRONMENT", "unknown"));
    }

    static void stopped() {
        write("sys_shutdown", "unknown");
    }

    private static void write(String event, String environment) {
        LOG.warn(JsonWriter.object()
                .put("@timestamp", Instant.now().toString())
                .put("breakwater.security.event", event)
                .put("service.name", "bouvet-radar")
                .put("service.environment", environment)
                .end());
    }
}
