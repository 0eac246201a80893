/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a client would rather have, by its {@code Accept} (RFC 9110 section 12.5.1). What cannot be read is left out. For one
 * thread.
 */
final class MediaRanges {
    private static final int FULL = 1000;

    private final List<Range> ranges = new ArrayList<>();

    /** A range and its weight in thousandths. */
    private record Range(String type, int weight) {

        /** How closely it names the type: not at all, anything, the top level, the type itself. */
        int closeness(String offered) {
            if (type.equals("*/*")) {
                return 1;
            }
            if (type.endsWith("/*")) {
                return offered.startsWith(type.substring(0, type.length() - 1)) ? 2 : 0;
            }
            return type.equals(offered) ? 3 : 0;
        }
    }

    private MediaRanges() {}

    /** Reads all lines of the header. */
    static MediaRanges of(List<String> lines) {
        MediaRanges accepted = new MediaRanges();
        for (String line : lines) {
            split(line, ',').forEach(accepted::add);
        }
        return accepted;
    }

    /** The type the client likes best, of several the first; the first of all if it likes none of them. */
    String best(List<String> offered) {
        String best = offered.get(0);
        int most = 0;
        for (String type : offered) {
            int weight = weight(type);
            if (weight > most) {
                most = weight;
                best = type;
            }
        }
        return best;
    }

    // The closest range decides, even if a wider one weighs more: text/*, text/plain;q=0.
    private int weight(String type) {
        int closest = 0;
        int weight = ranges.isEmpty() ? FULL : 0;
        for (Range range : ranges) {
            int closeness = range.closeness(type);
            if (closeness > closest) {
                closest = closeness;
                weight = range.weight;
            }
        }
        return weight;
    }

    private void add(String element) {
        List<String> parts = split(element, ';');
        int weight = FULL;
        for (String part : parts.subList(1, parts.size())) {
            String parameter = part.strip().toLowerCase(Locale.ROOT);
            weight = parameter.startsWith("q=") ? thousandths(parameter.substring(2)) : weight;
        }
        String type = parts.get(0).strip().toLowerCase(Locale.ROOT);
        if (weight >= 0 && type.indexOf('/') > 0) {
            ranges.add(new Range(type, weight));
        }
    }

    /** A weight; negative if it is none: 0, 0.7, 1.000. */
    private static int thousandths(String weight) {
        if (weight.isEmpty() || weight.length() > 5 || (weight.length() > 1 && weight.charAt(1) != '.')) {
            return -1;
        }
        int value = weight.charAt(0) - '0';
        for (int i = 2; i < 5; i++) {
            int digit = i < weight.length() ? weight.charAt(i) - '0' : 0;
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value >= 0 && value <= FULL ? value : -1;
    }

    /** The parts between separators that stand outside quotes. */
    private static List<String> split(String text, char separator) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts;
    }
}
