/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import org.slf4j.event.Level;

/**
 * Where finished events go. Called on the thread that ended the request, so it must be fast and safe for use by many
 * threads. What it throws is counted as a dropped event, reported, and never reaches the request.
 */
@FunctionalInterface
public interface EventSink {
    /**
     * Takes one event.
     *
     * @param level how bad it is
     * @param line one line of printable ASCII without its line break, secrets already taken out
     */
    void write(Level level, String line);

    /**
     * Takes one event before it is made a String, for sinks that have no need of one. The text is used again after the
     * call: copy what is to be kept.
     *
     * @param level how bad it is
     * @param line the same line
     */
    default void write(Level level, CharSequence line) {
        write(level, line.toString());
    }

    /** Whether events of this level are wanted now; those that are not are counted as excluded. */
    default boolean isEnabled(Level level) {
        return true;
    }

    /** To the SLF4J logger {@value Slf4jSink#LOGGER}; its configuration says where lines go and how files rotate. */
    static EventSink slf4j() {
        return new Slf4jSink();
    }
}
