/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Reply;
import java.io.IOException;
import java.util.List;

/** Writes an answer through the JDK's server, under header rules. */
final class OpsReply {
    // What the JDK's server takes for: no body follows.
    private static final int NO_BODY = -1;

    private OpsReply() {}

    /**
     * Writes the answer.
     *
     * @throws IOException if the client is gone
     */
    static void write(Reply reply, HeaderRules rules, HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        for (Reply.Header header : reply.headers()) {
            HeaderRule rule = rules.find(header.name());
            if (rule == null || rule.mode() != HeaderRule.Mode.PIN || !stands(rule, reply)) {
                headers.add(header.name(), header.value());
            }
        }
        for (HeaderRule rule : rules) {
            if (stands(rule, reply)) {
                follow(rule, headers);
            }
        }
        send(reply, headers, exchange);
    }

    // Every answer here is one that the application has not given.
    private static boolean stands(HeaderRule rule, Reply reply) {
        boolean redirects = reply.status() >= 300 && reply.status() < 400;
        return !rule.isExceptOnErrors() && !(rule.isExceptOn3xx() && redirects);
    }

    private static void follow(HeaderRule rule, Headers headers) {
        String value = rule.valueOn(true);
        if (value == null) {
            return;
        }
        List<String> written = headers.get(rule.name());
        if (written == null) {
            headers.set(rule.name(), value);
        } else if (rule.mode() == HeaderRule.Mode.MERGE) {
            headers.add(rule.name(), value);
        }
    }

    private static void send(Reply reply, Headers headers, HttpExchange exchange) throws IOException {
        // RFC 9110 section 9.3.2: the length is told, the body is not sent; the server takes no length for a HEAD.
        if (exchange.getRequestMethod().equals("HEAD")) {
            if (mayHaveBody(reply.status())) {
                headers.set("Content-Length", Integer.toString(reply.length()));
            }
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else if (reply.length() == 0 || !mayHaveBody(reply.status())) {
            exchange.sendResponseHeaders(reply.status(), NO_BODY);
        } else {
            exchange.sendResponseHeaders(reply.status(), reply.length());
            reply.writeTo(exchange.getResponseBody());
        }
    }

    // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5.
    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 205 && status != 304;
    }
}
