/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/**
 * Reads Amazon's binary event stream ({@code application/vnd.amazon.eventstream}) and scans the payload of each message as
 * one JSON document, without holding it. A message is its length and that of its headers, each in four bytes, a checksum of
 * these, headers, payload and a checksum of all; headers and checksums are passed over, as TLS has checked them.
 */
final class MessageScanner<T extends Counts> {
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    // No service sends more in one message.
    private static final long MAX_LENGTH = 1L << 24;

    private final JsonScanner<T> json;
    private final Counts counts;
    // Where in the current message the next byte is, and where its payload begins and ends.
    private long at;
    private long length;
    private long headers;
    private long payload;
    private long payloadEnd;
    private boolean broken;

    MessageScanner(JsonScanner<T> json, Counts counts) {
        this.json = json;
        this.counts = counts;
    }

    void read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && !broken) {
            i = at < PRELUDE ? prelude(bytes[i], i) : message(bytes, i, to);
        }
    }

    private int prelude(byte b, int i) {
        if (at < Integer.BYTES) {
            length = (length << Byte.SIZE) | (b & 0xff);
        } else if (at < 2 * Integer.BYTES) {
            headers = (headers << Byte.SIZE) | (b & 0xff);
        }
        at++;
        if (at == PRELUDE) {
            payload = PRELUDE + headers;
            payloadEnd = length - CHECKSUM;
            if (length > MAX_LENGTH || payload > payloadEnd) {
                broken = true;
                counts.malformed();
            }
        }
        return i + 1;
    }

    private int message(byte[] bytes, int from, int to) {
        long border = at < payload ? payload : at < payloadEnd ? payloadEnd : length;
        int end = (int) Math.min(to, from + (border - at));
        if (at >= payload && at < payloadEnd) {
            json.read(bytes, from, end);
        }
        at += end - from;
        if (at == length) {
            endMessage();
        }
        return end;
    }

    private void endMessage() {
        if (json.end() == JsonScanner.End.BROKEN || json.end() == JsonScanner.End.CUT) {
            counts.malformed();
        }
        json.reset();
        at = 0;
        length = 0;
        headers = 0;
    }

    /** The stream is over: a message that is cut off was to go on. */
    void end() {
        if (at > 0 && !broken) {
            counts.malformed();
        }
    }
}
