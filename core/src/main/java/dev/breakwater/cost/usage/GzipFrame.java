/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/** Walks over what gzip puts around the compressed bytes (RFC 1952 section 2.3). */
final class GzipFrame {
    static final byte FIRST = 0x1f;
    private static final byte SECOND = (byte) 0x8b;
    private static final byte DEFLATE = 8;
    private static final int HEADER = 10;
    private static final int TRAILER = 8;
    private static final int CHECKSUM = 2;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int WRONG = -1;

    private enum Part {
        HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        BODY,
        TRAILER
    }

    private Part part = Part.HEADER;
    private int position;
    private int flags;
    private int extra;

    /** Whether the next byte belongs to the frame. */
    boolean isOpen() {
        return part != Part.BODY;
    }

    /** The compressed bytes are over. */
    void trailer() {
        enter(Part.TRAILER);
    }

    /** Walks on; returns the first byte that does not belong to the frame, or -1 if it is not gzip. */
    int read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to && isOpen()) {
            if (!accept(bytes[i++])) {
                return WRONG;
            }
        }
        return i;
    }

    private boolean accept(byte b) {
        position++;
        switch (part) {
            case HEADER -> {
                return header(b);
            }
            case EXTRA_LENGTH -> {
                extra = (extra >>> 8) | ((b & 0xff) << 8);
                leaveIf(position == 2);
            }
            case EXTRA -> leaveIf(position == extra);
            case NAME, COMMENT -> leaveIf(b == 0);
            case CHECKSUM -> leaveIf(position == CHECKSUM);
            case TRAILER -> leaveIf(position == TRAILER);
            case BODY -> throw new IllegalStateException("body");
        }
        return true;
    }

    private boolean header(byte b) {
        switch (position) {
            case 1 -> {
                return b == FIRST;
            }
            case 2 -> {
                return b == SECOND;
            }
            case 3 -> {
                return b == DEFLATE;
            }
            case 4 -> flags = b;
            default -> leaveIf(position == HEADER);
        }
        return true;
    }

    private void leaveIf(boolean over) {
        if (over) {
            enter(after());
        }
    }

    private Part after() {
        return switch (part) {
            case HEADER -> has(HAS_EXTRA) ? Part.EXTRA_LENGTH : afterExtra();
            case EXTRA_LENGTH -> extra > 0 ? Part.EXTRA : afterExtra();
            case EXTRA -> afterExtra();
            case NAME -> afterName();
            case COMMENT -> afterComment();
            case CHECKSUM, BODY -> Part.BODY;
            // Another file may follow.
            case TRAILER -> Part.HEADER;
        };
    }

    private Part afterExtra() {
        return has(HAS_NAME) ? Part.NAME : afterName();
    }

    private Part afterName() {
        return has(HAS_COMMENT) ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return has(HAS_CHECKSUM) ? Part.CHECKSUM : Part.BODY;
    }

    private boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private void enter(Part next) {
        part = next;
        position = 0;
    }
}
