/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.bouvet.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.breakwater.requestlog.EventSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** The last request events. They go where they always go, but not to the console, where they would drown the demo. */
final class Events implements EventSink {
    private static final String LOGGER = "breakwater.request";
    private static final int MOST = 1000;
    private static final int MAX_WAITS = 40;

    private final EventSink files = EventSink.slf4j();
    private final Deque<String> lines = new ArrayDeque<>();
    private final Path audit;
    private final long auditedBefore;

    Events() throws IOException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.ERROR);
        Logger logger = (Logger) LoggerFactory.getLogger(LOGGER);
        logger.detachAppender("requests-console");
        audit = logger.getAppender("audit") instanceof FileAppender<ILoggingEvent> file
                ? Path.of(file.getFile())
                : Path.of("audit.log");
        auditedBefore = auditLines().size();
    }

    @Override
    public synchronized void write(org.slf4j.event.Level level, String line) {
        files.write(level, line);
        lines.addLast(line);
        if (lines.size() > MOST) {
            lines.removeFirst();
        }
    }

    private synchronized String find(String id) {
        return lines.stream().filter(line -> line.contains(id)).findFirst().orElse("");
    }

    /** The event of the request with this id; it comes after the answer, perhaps a moment later. */
    String of(String id) throws InterruptedException {
        String event = find(id);
        for (int i = 0; i < MAX_WAITS && event.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            event = find(id);
        }
        return event;
    }

    Path auditFile() {
        return audit;
    }

    /** What this run has left in the audit log. */
    List<String> audited() throws IOException {
        return auditLines().stream().skip(auditedBefore).toList();
    }

    private List<String> auditLines() throws IOException {
        return Files.exists(audit) ? Files.readAllLines(audit) : List.of();
    }
}
