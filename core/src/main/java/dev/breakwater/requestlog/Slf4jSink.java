/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Hands events to a logger, one message each. */
final class Slf4jSink implements EventSink {
    static final String LOGGER = "breakwater.request";

    private final Logger logger = LoggerFactory.getLogger(LOGGER);

    @Override
    public boolean isEnabled(Level level) {
        return logger.isEnabledForLevel(level);
    }

    @Override
    public void write(Level level, String line) {
        switch (level) {
            case ERROR -> logger.error(line);
            case WARN -> logger.warn(line);
            default -> logger.info(line);
        }
    }
}
