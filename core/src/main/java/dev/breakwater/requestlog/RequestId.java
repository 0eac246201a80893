/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.caller.Caller;
import dev.breakwater.exchange.Exchange;
import java.util.Locale;

/**
 * The id of a request: what a trusted proxy said if it can be believed, else a new one. An id from anyone else is
 * replaced, because whoever chooses ids can make two requests look like one, or one look like another's.
 *
 * @param text 1 to {@value #LONGEST} letters, digits, dots, dashes and underscores
 * @param source where it comes from
 */
record RequestId(String text, Source source) {
    static final String HEADER = "X-Request-Id";
    private static final int LONGEST = 128;

    /** Where a request id comes from. */
    enum Source {
        /** A trusted proxy. */
        INCOMING,
        /** Made here; the request brought none. */
        GENERATED,
        /** Made here, in place of one that could not be believed. */
        REPLACED;

        private final String text = name().toLowerCase(Locale.ROOT);

        String text() {
            return text;
        }
    }

    /**
     * The id of this request.
     *
     * @param made what it is called if it brings no id that can be believed
     */
    static RequestId of(Exchange exchange, String made) {
        String sent = exchange.header(HEADER);
        if (sent == null) {
            return new RequestId(made, Source.GENERATED);
        }
        return isBelieved(exchange, sent) ? new RequestId(sent, Source.INCOMING) : new RequestId(made, Source.REPLACED);
    }

    private static boolean isBelieved(Exchange exchange, String sent) {
        return PlainWord.is(sent, LONGEST)
                && Caller.of(exchange).trustedPeer()
                && exchange.headers(HEADER).size() == 1;
    }
}
