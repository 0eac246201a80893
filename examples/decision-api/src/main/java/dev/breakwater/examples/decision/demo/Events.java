/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The request events in the service's log. */
final class Events {
    private static final int MAX_WAITS = 100;
    private static final int WAIT_MILLIS = 50;

    private final Path log;

    Events(Path log) {
        this.log = log;
    }

    /** The event of the request with this id, or an empty text; it is written after the answer, perhaps a moment later. */
    String find(String id) throws IOException, InterruptedException {
        for (int i = 0; i < MAX_WAITS && !id.isEmpty(); i++) {
            if (Files.exists(log)) {
                for (String line : Files.readAllLines(log)) {
                    if (line.contains(id) && line.contains("{")) {
                        return line;
                    }
                }
            }
            Thread.sleep(WAIT_MILLIS);
        }
        return "";
    }

    /** A field's value, without quotes; an empty text if there is none. */
    static String field(String event, String name) {
        String start = "\"" + name + "\":";
        int from = event.indexOf(start);
        if (from < 0) {
            return "";
        }
        int end = from + start.length();
        while (end < event.length() && event.charAt(end) != ',' && event.charAt(end) != '}') {
            end++;
        }
        return event.substring(from + start.length(), end).replace("\"", "");
    }
}
