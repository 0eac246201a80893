/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The fields that were added to an event. Of two values under one name the later one stands: whoever counts over a whole
 * request describes its running total. Bounded; closed when the event is written. Safe for use by many threads.
 */
final class EventFields {
    private static final String SECURITY = "breakwater.security.event";
    private static final int FIRST = 8;
    private static final int MOST = 64;
    private static final int MOST_CHARACTERS = 4096;

    private String[] names = {};
    private @Nullable String[] texts = {};
    private long[] numbers = {};
    private int count;
    private int characters;
    private boolean tellsSecurity;
    private boolean closed;

    /** Takes in all of a decision; false if it is too late, and then none of it. */
    synchronized boolean take(Decision decision, Decision.Fields into) {
        if (closed) {
            return false;
        }
        describe(decision, into);
        tellsSecurity |= decision.securityEvent() != null;
        return true;
    }

    static void describe(Decision decision, Decision.Fields into) {
        decision.describe(into);
        SecurityEvent security = decision.securityEvent();
        if (security != null) {
            into.put(SECURITY, security.text());
        }
    }

    /** False if there is no room or it is too late. */
    synchronized boolean put(String name, String value) {
        int at = place(name, value.length());
        if (at < 0) {
            return false;
        }
        texts[at] = value;
        return true;
    }

    /** False if there is no room or it is too late. */
    synchronized boolean put(String name, long value) {
        int at = place(name, 0);
        if (at < 0) {
            return false;
        }
        texts[at] = null;
        numbers[at] = value;
        return true;
    }

    /** Adds to what is there under this name, up to the most a long can hold. False if there is no room or it is too late. */
    synchronized boolean add(String name, long more) {
        int at = place(name, 0);
        if (at < 0) {
            return false;
        }
        long sum = texts[at] == null ? numbers[at] + more : more;
        texts[at] = null;
        numbers[at] = more > 0 && sum < more ? Long.MAX_VALUE : sum;
        return true;
    }

    /** Whether anything was decided that those who watch over security want to see. */
    synchronized boolean tellsSecurity() {
        return tellsSecurity;
    }

    synchronized boolean isEmpty() {
        return count == 0;
    }

    /** Writes all fields; from now on none is taken. */
    synchronized void close(EventLine line) {
        closed = true;
        for (int i = 0; i < count; i++) {
            String text = texts[i];
            if (text == null) {
                line.put(names[i], numbers[i]);
            } else {
                line.put(names[i], text);
            }
        }
    }

    private int place(String name, int length) {
        int at = find(name);
        String replaced = at < count ? texts[at] : null;
        int more = length - (replaced == null ? 0 : replaced.length());
        if (closed || at == MOST || characters + more > MOST_CHARACTERS) {
            return -1;
        }
        characters += more;
        if (at == count) {
            append(name);
        }
        return at;
    }

    private int find(String name) {
        for (int i = 0; i < count; i++) {
            if (names[i].equals(name)) {
                return i;
            }
        }
        return count;
    }

    private void append(String name) {
        if (count == names.length) {
            int size = Math.max(FIRST, 2 * count);
            names = Arrays.copyOf(names, size);
            texts = Arrays.copyOf(texts, size);
            numbers = Arrays.copyOf(numbers, size);
        }
        names[count++] = name;
    }
}
