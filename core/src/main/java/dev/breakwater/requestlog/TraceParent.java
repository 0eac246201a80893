/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code traceparent} header says (W3C Trace Context section 3.2): {@code 00-<trace>-<span>-<flags>}. A header
 * that breaks any rule, or comes twice, is ignored as a whole.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 */
record TraceParent(String traceId, String spanId) {
    private static final String HEADER = "traceparent";
    private static final String STATE_HEADER = "tracestate";
    private static final int LONGEST_STATE = 512;
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    /** The header as sent, or null if there is none that is valid. */
    static @Nullable String textOf(Exchange exchange) {
        String text = exchange.header(HEADER);
        boolean valid = text != null && exchange.headers(HEADER).size() == 1 && parse(text) != null;
        return valid ? text : null;
    }

    /**
     * The {@code tracestate} that belongs to it, or null if there is none to hand on. At least 512 characters are handed on
     * (section 3.3.1.5); what is longer or spread over lines may go.
     */
    static @Nullable String stateOf(Exchange exchange) {
        List<String> lines = exchange.headers(STATE_HEADER);
        String state = lines.size() == 1 ? lines.get(0) : "";
        return !state.isEmpty() && state.length() <= LONGEST_STATE && HeaderSyntax.isValue(state) ? state : null;
    }

    static @Nullable TraceParent parse(String text) {
        return hasShape(text) && isHex(text, TRACE, 32) && isHex(text, SPAN, 16) && isHex(text, FLAGS, 2)
                ? new TraceParent(text.substring(TRACE, TRACE + 32), text.substring(SPAN, SPAN + 16))
                : null;
    }

    private static boolean hasShape(String text) {
        return text.length() >= LENGTH
                && isVersion(text)
                && text.charAt(TRACE - 1) == '-'
                && text.charAt(SPAN - 1) == '-'
                && text.charAt(FLAGS - 1) == '-'
                && !isZero(text, TRACE, 32)
                && !isZero(text, SPAN, 16);
    }

    // Version ff is forbidden; versions after 00 may say more, behind another dash.
    private static boolean isVersion(String text) {
        if (!isHex(text, 0, 2) || text.startsWith("ff")) {
            return false;
        }
        return text.length() == LENGTH || (!text.startsWith("00") && text.charAt(LENGTH) == '-');
    }

    private static boolean isHex(String text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
