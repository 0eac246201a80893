/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.nio.charset.StandardCharsets;

/**
 * Walks over one JSON text (RFC 8259 section 7) and remembers how long it is and, if asked, its first bytes. Its bytes
 * may come in any portions.
 */
final class JsonText {
    static final int MAX_KEPT = 256;
    private static final int BROKEN = -1;
    private static final int BEYOND_UTF_16 = 0x10000;

    private final byte[] kept = new byte[MAX_KEPT];
    private boolean keeping;
    private long length;
    private boolean escaped;
    private int hexDigits;
    private int unit;
    private boolean closed;

    void begin(boolean keep) {
        keeping = keep;
        length = 0;
        escaped = false;
        hexDigits = 0;
        closed = false;
    }

    boolean isClosed() {
        return closed;
    }

    /** How many bytes it has in UTF-8; about, where it has escapes. */
    long length() {
        return length;
    }

    /** Whether it was kept in full. */
    boolean isShort() {
        return length <= MAX_KEPT;
    }

    byte[] bytes() {
        return kept;
    }

    String text() {
        return new String(kept, 0, (int) length, StandardCharsets.UTF_8);
    }

    /** Walks on; returns the first byte that does not belong to the text, or -1 if it is no text. */
    int read(byte[] bytes, int from, int to) {
        int i = from;
        while (i < to) {
            if (escaped) {
                if (!escape(bytes[i++])) {
                    return BROKEN;
                }
                continue;
            }
            int plain = i;
            while (i < to && isPlain(bytes[i])) {
                i++;
            }
            take(bytes, plain, i);
            if (i < to) {
                byte special = bytes[i++];
                if (special == '"') {
                    closed = true;
                    return i;
                }
                if (special != '\\') {
                    return BROKEN;
                }
                escaped = true;
            }
        }
        return i;
    }

    private static boolean isPlain(byte b) {
        // Bytes of characters beyond ASCII are negative.
        return b != '"' && b != '\\' && (b >= ' ' || b < 0);
    }

    private void take(byte[] bytes, int from, int to) {
        if (keeping && length < MAX_KEPT) {
            int room = (int) Math.min(to - from, MAX_KEPT - length);
            System.arraycopy(bytes, from, kept, (int) length, room);
        }
        length += to - from;
    }

    private void take(int b) {
        if (keeping && length < MAX_KEPT) {
            kept[(int) length] = (byte) b;
        }
        length++;
    }

    private boolean escape(byte b) {
        if (hexDigits > 0) {
            return hexDigit(b);
        }
        switch (b) {
            case '"', '\\', '/' -> take(b);
            case 'b' -> take('\b');
            case 'f' -> take('\f');
            case 'n' -> take('\n');
            case 'r' -> take('\r');
            case 't' -> take('\t');
            case 'u' -> {
                hexDigits = 4;
                unit = 0;
                return true;
            }
            default -> {
                return false;
            }
        }
        escaped = false;
        return true;
    }

    private boolean hexDigit(byte b) {
        int digit = Character.digit(b, 16);
        unit = (unit << 4) | (digit & 0xf);
        hexDigits--;
        if (hexDigits == 0) {
            escaped = false;
            takeUnit();
        }
        return digit >= 0;
    }

    /** Halves of surrogate pairs stay halves: no name that means something to us has any. */
    private void takeUnit() {
        if (unit < 0x80) {
            take(unit);
        } else if (unit < 0x800) {
            take(0xc0 | (unit >> 6));
            take(0x80 | (unit & 0x3f));
        } else if (unit < BEYOND_UTF_16) {
            take(0xe0 | (unit >> 12));
            take(0x80 | ((unit >> 6) & 0x3f));
            take(0x80 | (unit & 0x3f));
        }
    }
}
