/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.AnswerFormat.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the decoded bytes of one answer. The first of them tell whether it is JSON, server-sent events or binary messages:
 * no JSON that these APIs send begins like an event, and the other way round, whatever the Content-Type says.
 */
final class AnswerScanner<T extends Counts> {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final AnswerFormat<T> format;
    private final T counts;
    private int marked;
    private @Nullable JsonScanner<T> document;
    private @Nullable EventScanner<T> events;
    private @Nullable MessageScanner<T> messages;

    AnswerScanner(AnswerFormat<T> format, T counts) {
        this.format = format;
        this.counts = counts;
    }

    void read(byte[] bytes, int from, int to) {
        int start = isBegun() ? from : begin(bytes, from, to);
        if (document != null) {
            document.read(bytes, start, to);
        } else if (events != null) {
            events.read(bytes, start, to);
        } else if (messages != null) {
            messages.read(bytes, start, to);
        }
    }

    private boolean isBegun() {
        return document != null || events != null || messages != null;
    }

    private int begin(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isBeforeAnswer(bytes[i])) {
            i++;
        }
        if (i < to) {
            begin(bytes[i]);
        }
        return i;
    }

    private boolean isBeforeAnswer(byte b) {
        if (marked < BYTE_ORDER_MARK.length && b == BYTE_ORDER_MARK[marked]) {
            marked++;
            return true;
        }
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private void begin(byte first) {
        switch (first) {
            // The fields data, event, id, retry, and comments.
            case 'd', 'e', 'i', 'r', ':' -> {
                counts.streamed();
                events = new EventScanner<>(new JsonScanner<>(format.event(), counts), counts);
            }
            default -> {
                if (first == 0 && format.stream() == Stream.MESSAGES) {
                    // The length of the first message, which never needs all four bytes.
                    counts.streamed();
                    messages = new MessageScanner<>(new JsonScanner<>(format.event(), counts), counts);
                } else {
                    document = document(first);
                }
            }
        }
    }

    private JsonScanner<T> document(byte first) {
        JsonScanner<T> scanner = new JsonScanner<>(format.document(), counts);
        if (format.stream() == Stream.LINES) {
            scanner.expectLines();
        } else if (first == '[' && format.stream() == Stream.LIST) {
            counts.streamed();
            scanner.expectList();
        }
        return scanner;
    }

    /** The bytes came out of a coding that was broken. */
    void malformed() {
        counts.malformed();
    }

    /**
     * What was used.
     *
     * @param broken whether more of the answer was to come
     */
    TokenUsage end(boolean broken) {
        if (broken) {
            counts.broken();
        }
        if (events != null) {
            events.end();
        } else if (document != null) {
            end(document.end(), broken);
        } else if (messages != null && !broken) {
            messages.end();
        }
        return counts.toUsage();
    }

    private void end(JsonScanner.End end, boolean broken) {
        if (end == JsonScanner.End.BROKEN || (end == JsonScanner.End.CUT && !broken)) {
            counts.malformed();
        }
    }
}
