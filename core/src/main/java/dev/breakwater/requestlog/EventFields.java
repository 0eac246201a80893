/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import dev.breakwater.redact.Redactor;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The fields that were added to an event. Of two values under one name the later one stands: whoever counts over a whole
 * request describes its running total. Bounded; closed when the event is written. Safe for use by many threads.
 */
final class EventFields implements Decision.Fields {
    private static final String SECURITY = "breakwater.security.event";
    private static final String[] NO_NAMES = {};
    private static final @Nullable String[] NO_TEXTS = {};
    private static final long[] NO_NUMBERS = {};
    /** As many as the decision of a rate limit has; each further bit of room is paid for by every request. */
    private static final int FIRST = 4;

    private static final int MOST = 64;
    private static final int MOST_CHARACTERS = 4096;
    static final int LONGEST_VALUE = 1024;

    private final Redactor redactor;
    private final LongAdder refused;
    private String[] names = NO_NAMES;
    private @Nullable String[] texts = NO_TEXTS;
    private long[] numbers = NO_NUMBERS;
    private int count;
    private int characters;
    private boolean tellsSecurity;
    private boolean alarms;
    private boolean closed;

    /**
     * No fields yet.
     *
     * @param redactor takes secrets out of the texts that decisions have
     * @param refused counts what was not taken
     */
    EventFields(Redactor redactor, LongAdder refused) {
        this.redactor = redactor;
        this.refused = refused;
    }

    /** None yet, by the same rules. */
    EventFields another() {
        return new EventFields(redactor, refused);
    }

    /** Takes in all of a decision; false if it is too late, and then none of it. */
    synchronized boolean take(Decision decision) {
        if (closed) {
            return false;
        }
        decision.describe(this);
        SecurityEvent security = decision.securityEvent();
        if (security != null) {
            put(SECURITY, security.text());
            tellsSecurity = true;
            // Of a foreign origin only what we refuse is worth a warning, and that has a status that says so.
            alarms |= security != SecurityEvent.MALICIOUS_CORS;
        }
        return true;
    }

    /** A field of a decision: these name their fields themselves, but none of the event's own. */
    @Override
    public void put(String name, String value) {
        counted(FieldNames.isFree(name) && set(name, redactor.text(value, LONGEST_VALUE)));
    }

    @Override
    public void put(String name, long value) {
        counted(FieldNames.isFree(name) && set(name, value));
    }

    @Override
    public void add(String name, long more) {
        counted(FieldNames.isFree(name) && increase(name, more));
    }

    /** An attribute of the application, by its name without a prefix; false if it was not taken. */
    boolean attribute(String name, String value) {
        String field = FieldNames.ofAttribute(name);
        return counted(field != null && set(field, redactor.value(name, value, LONGEST_VALUE)));
    }

    /** The same of a number. */
    boolean attribute(String name, long value) {
        if (redactor.isSecretName(name)) {
            return attribute(name, Redactor.REPLACEMENT);
        }
        String field = FieldNames.ofAttribute(name);
        return counted(field != null && set(field, value));
    }

    private boolean counted(boolean taken) {
        if (!taken) {
            refused.increment();
        }
        return taken;
    }

    private synchronized boolean set(String name, String value) {
        int at = place(name, value.length());
        if (at < 0) {
            return false;
        }
        texts[at] = value;
        return true;
    }

    private synchronized boolean set(String name, long value) {
        int at = place(name, 0);
        if (at < 0) {
            return false;
        }
        texts[at] = null;
        numbers[at] = value;
        return true;
    }

    /** Adds to what is there under this name, up to the most a long can hold. */
    private synchronized boolean increase(String name, long more) {
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

    /** Whether any of that is a warning even of a request that was served. */
    synchronized boolean alarms() {
        return alarms;
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

    /** Where this field goes; -1 if there is no room or it is too late. */
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
