/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;

/** Answers an operator. Safe for use by many threads; what it throws is a fault of the guard that asked. */
@FunctionalInterface
public interface Endpoint {
    /** The answer to this request, whose method is GET or HEAD. */
    Reply answer(Exchange exchange);

    /**
     * Does what this request asks for, whose method is POST and which carries the operators' token. Who called is put on
     * record.
     */
    default Reply change(Exchange exchange) {
        throw new UnsupportedOperationException("an endpoint that only tells");
    }

    /** What it takes at this path; requests to look, unless overridden. */
    default Takes takes(String path) {
        return Takes.LOOKS;
    }

    /** Which requests are taken. */
    enum Takes {
        /** GET and HEAD. */
        LOOKS("GET, HEAD"),
        /** POST. */
        CHANGES("POST"),
        /** All of them. */
        BOTH("GET, HEAD, POST");

        private final String allow;

        Takes(String allow) {
            this.allow = allow;
        }

        boolean looks() {
            return this != CHANGES;
        }

        boolean changes() {
            return this != LOOKS;
        }

        /** As {@code Allow} lists them. */
        String allow() {
            return allow;
        }
    }
}
