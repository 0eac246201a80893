/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.caller;

import org.jspecify.annotations.Nullable;

/** Reads addresses from text. Only full dotted quads count as IPv4: {@code 127.1} and {@code 0x7f.1} are not addresses. */
final class IpParser {
    private static final int GROUPS = 8;

    private IpParser() {}

    static @Nullable IpAddress parse(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '.') {
                long bits = quad(text, start, end);
                return bits < 0 ? null : IpAddress.v4(bits);
            }
            if (c == ':') {
                return v6(text, start, zone(text, start, end));
            }
        }
        return null;
    }

    private static int zone(String text, int start, int end) {
        int percent = text.indexOf('%', start);
        return percent < 0 || percent > end ? end : percent;
    }

    private static long quad(String text, int start, int end) {
        long bits = 0;
        int part = -1;
        int parts = 0;
        for (int i = start; i <= end; i++) {
            char c = i == end ? '.' : text.charAt(i);
            if (c == '.') {
                if (part < 0 || ++parts > 4) {
                    return -1;
                }
                bits = bits << 8 | part;
                part = -1;
            } else if (c < '0' || c > '9' || part == 0) {
                // A leading zero might mean octal to somebody else.
                return -1;
            } else {
                part = Math.max(part, 0) * 10 + c - '0';
                if (part > 255) {
                    return -1;
                }
            }
        }
        return parts == 4 ? bits : -1;
    }

    private static @Nullable IpAddress v6(String text, int start, int end) {
        int[] groups = new int[GROUPS];
        int count = 0;
        int gap = -1;
        int at = start;
        if (end - start >= 2 && text.startsWith("::", start)) {
            gap = 0;
            at += 2;
        }
        while (at < end) {
            int stop = groupEnd(text, at, end);
            if (stop == end && text.lastIndexOf('.', end - 1) > at) {
                long quad = quad(text, at, end);
                if (quad < 0 || count > GROUPS - 2) {
                    return null;
                }
                groups[count++] = (int) (quad >>> 16);
                groups[count++] = (int) (quad & 0xffff);
                return assemble(groups, count, gap);
            }
            int group = hex(text, at, stop);
            if (group < 0 || count == GROUPS) {
                return null;
            }
            groups[count++] = group;
            at = stop + 1;
            if (stop + 1 < end && text.charAt(stop + 1) == ':') {
                if (gap >= 0) {
                    return null;
                }
                gap = count;
                at = stop + 2;
            } else if (stop + 1 == end) {
                return null;
            }
        }
        return assemble(groups, count, gap);
    }

    private static int groupEnd(String text, int start, int end) {
        int colon = text.indexOf(':', start);
        return colon < 0 || colon > end ? end : colon;
    }

    private static int hex(String text, int start, int end) {
        if (end == start || end - start > 4) {
            return -1;
        }
        int value = 0;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    private static @Nullable IpAddress assemble(int[] groups, int count, int gap) {
        if (gap < 0 ? count != GROUPS : count >= GROUPS) {
            return null;
        }
        long high = 0;
        long low = 0;
        int shift = GROUPS - count;
        for (int i = 0; i < count; i++) {
            int place = gap >= 0 && i >= gap ? i + shift : i;
            if (place < 4) {
                high |= (long) groups[i] << (48 - 16 * place);
            } else {
                low |= (long) groups[i] << (48 - 16 * (place - 4));
            }
        }
        return IpAddress.v6(high, low);
    }
}
