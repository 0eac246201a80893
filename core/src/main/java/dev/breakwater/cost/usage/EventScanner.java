/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/**
 * Reads server-sent events (the HTML standard, section 9.2.6) and scans the data of each as one JSON document, without
 * holding even a line. Data that is no object, such as {@code [DONE]}, says nothing.
 */
final class EventScanner<T extends Counts> {
    private static final byte[] FIELD = {'d', 'a', 't', 'a', ':'};
    private static final byte[] LINE_FEED = {'\n'};

    private enum Line {
        BEGUN,
        AFTER_FIELD,
        DATA,
        OTHER
    }

    private enum Data {
        NONE,
        OBJECT,
        OTHER
    }

    private final JsonScanner<T> json;
    private final Counts counts;
    private Line line = Line.BEGUN;
    private Data data = Data.NONE;
    private int matched;
    private boolean afterReturn;

    EventScanner(JsonScanner<T> json, Counts counts) {
        this.json = json;
        this.counts = counts;
    }

    void read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (afterReturn && bytes[i] == '\n') {
                // The second half of a line end.
                i++;
            }
            afterReturn = false;
            if (i < to) {
                i = step(bytes, i, to);
            }
        }
    }

    private int step(byte[] bytes, int from, int to) {
        if (line == Line.AFTER_FIELD) {
            line = Line.DATA;
            return bytes[from] == ' ' ? from + 1 : from;
        }
        if (line == Line.BEGUN && !isLineEnd(bytes[from])) {
            field(bytes[from]);
            return from + 1;
        }
        int end = from;
        while (end < to && !isLineEnd(bytes[end])) {
            end++;
        }
        if (line == Line.DATA) {
            data(bytes, from, end);
        }
        if (end == to) {
            return to;
        }
        afterReturn = bytes[end] == '\r';
        endLine();
        return end + 1;
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    private void field(byte b) {
        if (b != FIELD[matched]) {
            line = Line.OTHER;
        } else if (++matched == FIELD.length) {
            line = Line.AFTER_FIELD;
        }
    }

    private void data(byte[] bytes, int from, int to) {
        int start = from;
        while (data == Data.NONE && start < to) {
            byte b = bytes[start];
            if (b != ' ' && b != '\t') {
                data = b == '{' ? Data.OBJECT : Data.OTHER;
            } else {
                start++;
            }
        }
        if (data == Data.OBJECT) {
            json.read(bytes, start, to);
        }
    }

    private void endLine() {
        if (line == Line.DATA && data == Data.OBJECT) {
            // The lines of one event's data are joined by line feeds.
            json.read(LINE_FEED, 0, 1);
        } else if (line == Line.BEGUN && matched == 0) {
            endEvent();
        }
        line = Line.BEGUN;
        matched = 0;
    }

    private void endEvent() {
        if (data == Data.OBJECT && json.end() != JsonScanner.End.WHOLE) {
            counts.malformed();
        }
        json.reset();
        data = Data.NONE;
    }

    /** The stream is over. An event that only lacks its last line end counts, one that is cut off does not. */
    void end() {
        if (data == Data.OBJECT && json.end() == JsonScanner.End.BROKEN) {
            counts.malformed();
        }
    }
}
