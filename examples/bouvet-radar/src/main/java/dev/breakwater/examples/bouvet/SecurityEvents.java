/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Lets through, for the audit log, the request events that tell of something of security's concern. */
public final class SecurityEvents extends Filter<ILoggingEvent> {
    // In a value a quote would be escaped, so nobody can write this into one.
    private static final String MEMBER = "\"breakwater.security.event\":";

    /** As {@code logback.xml} makes it. */
    public SecurityEvents() {}

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getFormattedMessage().contains(MEMBER) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
}
