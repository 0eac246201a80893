/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A record as a line of the file: its JSON object, at whose end stands what chains it.
 *
 * <pre>{@code
 * {...,"audit.seq":7,"audit.key":"none","audit.prev":"<hash of record 6>","audit.hash":"<hash>"}
 * }</pre>
 *
 * <p>The hash covers every byte before {@code ,"audit.hash"}. A quote inside a JSON text is escaped, so nothing that was
 * recorded can look like this end.
 */
final class ChainedLine {
    /** No record is longer. */
    static final int LONGEST = 64 * 1024;

    private static final byte[] SEQ = ascii(",\"audit.seq\":");
    private static final byte[] KEY = ascii(",\"audit.key\":\"");
    private static final byte[] PREVIOUS = ascii(",\"audit.prev\":\"");
    private static final byte[] HASH = ascii(",\"audit.hash\":\"");
    private static final byte[] END = ascii("\"}");
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_KEY = 16;

    private final byte[] bytes;
    private final int from;
    private final int covered;
    private final Head head;
    private final int previous;

    private ChainedLine(byte[] bytes, int from, int covered, Head head, int previous) {
        this.bytes = bytes;
        this.from = from;
        this.covered = covered;
        this.head = head;
        this.previous = previous;
    }

    /** The line of a record that follows on another, with its line break. */
    static byte[] write(String json, Head before, Seal seal) {
        StringBuilder text = new StringBuilder(json.length() + 300).append(json);
        text.setLength(json.length() - 1);
        text.append(",\"audit.seq\":").append(before.seq() + 1);
        text.append(",\"audit.key\":\"").append(seal.key());
        text.append("\",\"audit.prev\":\"").append(before.hash()).append('"');
        int covered = text.length();
        text.append(",\"audit.hash\":\"").append(before.hash()).append("\"}\n");
        byte[] line = ascii(text.toString());
        byte[] hash = seal.of(line, 0, covered);
        System.arraycopy(hash, 0, line, covered + HASH.length, hash.length);
        return line;
    }

    /** The number and hash of a line that {@link #write} made. */
    static Head headOf(byte[] line, Head before, Seal seal) {
        int start = line.length - 1 - END.length - Seal.HEX;
        return new Head(before.seq() + 1, text(line, start, start + Seal.HEX), seal.key());
    }

    /** Reads a line without its line break; null if it is no record. Says nothing about whether its hash is right. */
    static @Nullable ChainedLine read(byte[] bytes, int from, int to) {
        int hash = to - END.length - Seal.HEX;
        int previous = hash - HASH.length - 1 - Seal.HEX;
        int keyEnd = previous - PREVIOUS.length - 1;
        boolean shaped = keyEnd > from
                && bytes[from] == '{'
                && matches(bytes, hash + Seal.HEX, END)
                && matches(bytes, hash - HASH.length, HASH)
                && bytes[hash - HASH.length - 1] == '"'
                && matches(bytes, previous - PREVIOUS.length, PREVIOUS)
                && bytes[keyEnd] == '"';
        return shaped ? numbered(bytes, from, hash, previous, keyEnd) : null;
    }

    private static @Nullable ChainedLine numbered(byte[] bytes, int from, int hash, int previous, int keyEnd) {
        int key = keyEnd;
        while (key > from && keyEnd - key < LONGEST_KEY && bytes[key - 1] != '"') {
            key--;
        }
        int seqEnd = key - KEY.length;
        int seq = seqEnd;
        while (seq > from && seqEnd - seq < MOST_DIGITS && bytes[seq - 1] >= '0' && bytes[seq - 1] <= '9') {
            seq--;
        }
        if (seqEnd <= from || seq == seqEnd || !matches(bytes, seqEnd, KEY) || !matches(bytes, seq - SEQ.length, SEQ)) {
            return null;
        }
        Head head = new Head(
                Long.parseLong(text(bytes, seq, seqEnd)), text(bytes, hash, hash + Seal.HEX), text(bytes, key, keyEnd));
        return new ChainedLine(bytes, from, hash - HASH.length, head, previous);
    }

    Head head() {
        return head;
    }

    /** Whether it says that it follows on this record. */
    boolean follows(Head before) {
        return head.seq() == before.seq() + 1 && before.hash().equals(text(bytes, previous, previous + Seal.HEX));
    }

    /** Whether its hash is right. Only exact digits are: upper case is another byte. */
    boolean isSealedBy(Seal seal) {
        int hash = covered + HASH.length;
        byte[] right = seal.of(bytes, from, covered);
        return Arrays.equals(bytes, hash, hash + Seal.HEX, right, 0, Seal.HEX);
    }

    /** What it says happened; empty if it does not say. */
    String eventName() {
        return member("event.name");
    }

    /** A member's text, as it stands there; empty if there is none. */
    String member(String name) {
        String text = text(bytes, from, covered);
        String opening = "\"" + name + "\":";
        int start = text.indexOf(opening);
        if (start < 0) {
            return "";
        }
        int value = start + opening.length();
        boolean quoted = text.startsWith("\"", value);
        int end = quoted ? text.indexOf('"', value + 1) : endOfNumber(text, value);
        return text.substring(quoted ? value + 1 : value, Math.max(end, value + (quoted ? 1 : 0)));
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * Whether these bytes, which no line break follows, may be what was written of a record when the process died: the
     * beginning of one, and nothing behind its end.
     */
    static boolean mayBeHalf(byte[] bytes, int from, int to) {
        if (bytes[from] != '{' || to - from > LONGEST) {
            return false;
        }
        int marker = text(bytes, from, to).indexOf(text(HASH, 0, HASH.length));
        return marker < 0 || to - from <= marker + HASH.length + Seal.HEX + END.length;
    }

    private static boolean matches(byte[] bytes, int at, byte[] expected) {
        return at >= 0
                && at + expected.length <= bytes.length
                && Arrays.equals(bytes, at, at + expected.length, expected, 0, expected.length);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
