/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters as they stand in a query or in a form (WHATWG URL, application/x-www-form-urlencoded). What is not properly
 * encoded is taken as it is. The values of a name come in the order of adding. For one thread.
 */
final class FormParameters {
    private static final int MOST = 1_000;

    /** The answer to a form of more parameters than anybody fills in. */
    static final Reply TOO_MANY = Reply.problem(ProblemDetail.of(
            "about:blank", "Content Too Large", 413, "A form may have " + MOST + " parameters. Send fewer."));

    private final Map<String, String[]> values = new LinkedHashMap<>();
    private int size;

    /** There are more than {@value #MOST} parameters; containers do not take more either. */
    static final class TooManyException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("parameters of the request: more than " + MOST + " (expected: at most that)");
        }
    }

    /**
     * Adds parameters.
     *
     * @param text bytes as characters
     * @param charset of the names and values when they are decoded
     */
    void add(@Nullable String text, Charset charset) {
        int length = text == null ? 0 : text.length();
        int start = 0;
        while (text != null && start < length) {
            int ampersand = text.indexOf('&', start);
            int end = ampersand < 0 ? length : ampersand;
            if (end > start) {
                add(text, start, end, charset);
            }
            start = end + 1;
        }
    }

    private void add(String text, int start, int end, Charset charset) {
        if (++size > MOST) {
            throw new TooManyException();
        }
        int equals = text.indexOf('=', start);
        boolean isNamed = equals >= 0 && equals < end;
        String name = decoded(text, start, isNamed ? equals : end, charset);
        String value = isNamed ? decoded(text, equals + 1, end, charset) : "";
        values.merge(name, new String[] {value}, FormParameters::joined);
    }

    private static String[] joined(String[] some, String[] more) {
        String[] all = new String[some.length + 1];
        System.arraycopy(some, 0, all, 0, some.length);
        all[some.length] = more[0];
        return all;
    }

    private static String decoded(String text, int start, int end, Charset charset) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            int escaped = c == '%' ? escaped(text, i, end) : -1;
            if (escaped >= 0) {
                bytes.write(escaped);
                i += 2;
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        return bytes.toString(charset);
    }

    private static int escaped(String text, int percent, int end) {
        if (percent + 2 >= end) {
            return -1;
        }
        int high = Character.digit(text.charAt(percent + 1), 16);
        int low = Character.digit(text.charAt(percent + 2), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    /** All of them, unmodifiable. */
    Map<String, String[]> toMap() {
        return Collections.unmodifiableMap(values);
    }
}
