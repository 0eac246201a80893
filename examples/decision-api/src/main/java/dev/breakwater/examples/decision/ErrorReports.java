/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.ErrorListener;
import dev.breakwater.exchange.Exchange;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Where an error tracker goes: hears of each failure of the service once, on the thread that ended the request, so whatever it
 * is handed to must not block. {@code Sentry.captureException(error)} in place of the line that is logged here, or beside it.
 *
 * <p>The line has no message, which may hold secrets. Message and stack are in the request's event, redacted.
 */
@Component
class ErrorReports implements ErrorListener {
    private static final Logger LOG = LoggerFactory.getLogger(ErrorReports.class);

    private final Counter reported;

    ErrorReports(MeterRegistry registry) {
        reported = registry.counter("errors.reported");
    }

    @Override
    public void failed(Throwable error, @Nullable Exchange exchange) {
        reported.increment();
        LOG.error("{} at {}", error.getClass().getName(), exchange == null ? "no request" : exchange.route());
    }
}
