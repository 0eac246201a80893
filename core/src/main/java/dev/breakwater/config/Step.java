/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of a path such as {@code rate-limit.policies[0].name} or {@code upstreams[my.api].timeout}.
 *
 * @param name the name, or what stands in the brackets
 * @param isBracketed whether it is written in brackets
 */
record Step(String name, boolean isBracketed) {
    private static final int MAX_INDEX_DIGITS = 4;

    static Step bracketed(String name) {
        return new Step(name, true);
    }

    /** A step by name, in brackets only if the name would not be read back as one step. */
    static Step named(String name) {
        return new Step(name, name.indexOf('.') >= 0 || name.indexOf('[') >= 0);
    }

    /** Reads a path; null if it is none. */
    static @Nullable List<Step> parse(String path) {
        List<Step> steps = new ArrayList<>();
        int at = 0;
        while (at < path.length() || steps.isEmpty()) {
            boolean bracketed = path.startsWith("[", at);
            int start = bracketed ? at + 1 : at;
            int end = bracketed ? path.indexOf(']', start) : nameEnd(path, start);
            if (end <= start) {
                return null;
            }
            steps.add(new Step(path.substring(start, end), bracketed));
            at = next(path, bracketed ? end + 1 : end);
        }
        return at == path.length() ? steps : null;
    }

    private static int nameEnd(String path, int start) {
        int end = start;
        while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
            end++;
        }
        return end;
    }

    // Where the next step begins. A dot announces a name: with nothing behind it, the path is malformed.
    private static int next(String path, int end) {
        if (end == path.length() || path.charAt(end) == '[') {
            return end;
        }
        boolean name = path.charAt(end) == '.' && end + 1 < path.length() && path.charAt(end + 1) != '[';
        return name ? end + 1 : path.length() + 1;
    }

    /** Whether this is an index in its one spelling: {@code [7]}, not {@code [07]}. */
    boolean isIndex() {
        if (!isBracketed || name.length() > MAX_INDEX_DIGITS || (name.length() > 1 && name.charAt(0) == '0')) {
            return false;
        }
        return isNumber(name);
    }

    static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** The path of what lies one step below {@code parent}. */
    String below(String parent) {
        if (isBracketed) {
            return parent + "[" + name + "]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
