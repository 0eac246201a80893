/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Slot;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a request is counted under. Each has a bounded set of values, whatever clients send.
 *
 * @param method a method that RFC 9110, RFC 5789 or the QUERY draft defines, else {@code _OTHER}
 * @param route the route's template; without one {@code NOT_FOUND}, {@code REDIRECTION} or {@code UNKNOWN}; beyond the
 *     policy's most routes {@code _OTHER}
 * @param status from 100 to 599; 0 if nothing was sent, or no status there is
 * @param outcome how it ended
 */
public record RequestLabels(String method, String route, int status, Outcome.Kind outcome) {
    /** What is counted together because there is too much of it to be told apart. */
    public static final String OTHER = "_OTHER";

    static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private static final Slot<RequestLabels> SLOT = Slot.of("request-labels", RequestLabels.class);

    /** Those of a request that has ended; null if nobody counted it. */
    public static @Nullable RequestLabels of(Exchange exchange) {
        return exchange.get(SLOT);
    }

    void label(Exchange exchange) {
        exchange.put(SLOT, this);
    }

    /** The status as text, {@code UNKNOWN} if there is none. */
    public String statusText() {
        return statusText(status);
    }

    static String statusText(int status) {
        return status == 0 ? "UNKNOWN" : Integer.toString(status);
    }

    /** A method as it is counted. Methods are case-sensitive (RFC 9110 section 9.1): {@code get} is not {@code GET}. */
    public static String boundedMethod(String sent) {
        return METHODS.contains(sent) ? sent : OTHER;
    }

    static int status(int sent) {
        return sent >= 100 && sent < 600 ? sent : 0;
    }
}
