/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What is logged from now on, until it is closed or the logger is trapped anew. */
final class LogTrap extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final String NAME = "trap";

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;

    private LogTrap(Logger logger) {
        this.logger = logger;
    }

    /** What a class logs, at INFO or above. */
    static LogTrap of(Class<?> owner) {
        return of(owner.getName(), Level.INFO);
    }

    static LogTrap of(String name, Level level) {
        LogTrap trap = new LogTrap((Logger) LoggerFactory.getLogger(name));
        trap.setName(NAME);
        trap.setContext(trap.logger.getLoggerContext());
        trap.logger.detachAppender(NAME);
        trap.logger.setLevel(level);
        trap.start();
        trap.logger.addAppender(trap);
        return trap;
    }

    /** Level and message of each line, with its exception's text if it has one. */
    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        logger.detachAppender(this);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String thrown = event.getThrowableProxy() == null
                ? ""
                : " " + ch.qos.logback.classic.spi.ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLevel() + " " + event.getFormattedMessage() + thrown);
    }
}
