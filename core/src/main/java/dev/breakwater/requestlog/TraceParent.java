/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderSyntax;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Which trace a request belongs to, by its {@code traceparent} header (W3C Trace Context section 3.2: {@code
 * 00-<trace>-<span>-<flags>}), or by what a tracer that saw it before us left in the diagnostic context. A header that
 * breaks any rule, or comes twice, is ignored as a whole.
 *
 * @param traceId 32 lower-case hexadecimal digits
 * @param spanId 16 lower-case hexadecimal digits
 * @param header the header in the version that we know, to be handed on; null if the request had none that is valid
 */
record TraceParent(String traceId, String spanId, @Nullable String header) {
    static final String HEADER = "traceparent";
    private static final String STATE_HEADER = "tracestate";
    /** Micrometer Tracing's names; most tracers for Java use the same. */
    private static final String TRACER_TRACE = "traceId";

    private static final String TRACER_SPAN = "spanId";
    private static final int LONGEST_STATE = 512;
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;
    private static final int LENGTH = 55;

    /** The trace of this request, or null if there is none. */
    static @Nullable TraceParent of(Exchange exchange) {
        String text = exchange.header(HEADER);
        TraceParent sent = text != null && exchange.headers(HEADER).size() == 1 ? parse(text) : null;
        return sent == null ? ofTracer() : sent;
    }

    // Some tracers shorten ids to 64 bits or write them in capitals: those say less than nothing to who joins by id.
    private static @Nullable TraceParent ofTracer() {
        String trace = MDC.get(TRACER_TRACE);
        String span = trace == null ? null : MDC.get(TRACER_SPAN);
        return trace != null && span != null && isId(trace, 32) && isId(span, 16)
                ? new TraceParent(trace, span, null)
                : null;
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

    /** What a header says, or null if it is not valid. */
    static @Nullable TraceParent parse(String text) {
        return hasShape(text) && isHex(text, TRACE, 32) && isHex(text, SPAN, 16) && isHex(text, FLAGS, 2)
                ? new TraceParent(text.substring(TRACE, TRACE + 32), text.substring(SPAN, SPAN + 16), known(text))
                : null;
    }

    // Section 3.2.4 (versioning): what a later version says beyond ours is not handed on, and of its flags only the one
    // that version 00 knows.
    private static String known(String text) {
        if (text.startsWith("00")) {
            return text;
        }
        boolean sampled = (Character.digit(text.charAt(FLAGS + 1), 16) & 1) == 1;
        return "00" + text.substring(TRACE - 1, FLAGS) + (sampled ? "01" : "00");
    }

    private static boolean isId(String text, int length) {
        return text.length() == length && isHex(text, 0, length) && !isZero(text, 0, length);
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
