/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Hears what a logger is told, and makes decisions of every kind. */
final class AuditRig implements AutoCloseable {
    final List<ILoggingEvent> logged = new CopyOnWriteArrayList<>();

    private final Logger logger;
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            logged.add(event);
        }
    };

    private AuditRig(String name) {
        logger = (Logger) LoggerFactory.getLogger(name);
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
    }

    static AuditRig on(String logger) {
        return new AuditRig(logger);
    }

    static Decision event(SecurityEvent event) {
        return event(event, "breakwater.rule", "some");
    }

    static Decision event(SecurityEvent event, String name, String value) {
        return new Decision() {
            @Override
            public void describe(Fields fields) {
                fields.put(name, value);
            }

            @Override
            public SecurityEvent securityEvent() {
                return event;
            }
        };
    }

    List<String> lines() {
        return logged.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }
}
