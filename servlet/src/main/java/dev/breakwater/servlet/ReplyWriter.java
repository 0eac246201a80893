/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.Reply;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Writes an answer of ours in place of the application's. */
final class ReplyWriter {
    private ReplyWriter() {}

    /**
     * Writes the answer.
     *
     * @param toHead whether a HEAD request is answered: the length is told, the body is not sent (RFC 9110 section 9.3.2)
     * @throws IOException if the client is gone
     */
    static void write(Reply reply, HttpServletResponse response, boolean toHead) throws IOException {
        response.setStatus(reply.status());
        writeHeaders(reply.headers(), response);
        if (!mayHaveBody(reply.status())) {
            return;
        }
        response.setContentLength(reply.length());
        if (!toHead && reply.length() > 0) {
            reply.writeTo(response.getOutputStream());
        }
    }

    private static void writeHeaders(List<Reply.Header> headers, HttpServletResponse response) {
        for (int i = 0; i < headers.size(); i++) {
            Reply.Header header = headers.get(i);
            if (isFirstOfItsName(headers, i)) {
                response.setHeader(header.name(), header.value());
            } else {
                response.addHeader(header.name(), header.value());
            }
        }
    }

    private static boolean isFirstOfItsName(List<Reply.Header> headers, int index) {
        for (int i = 0; i < index; i++) {
            if (HeaderSyntax.sameName(headers.get(i).name(), headers.get(index).name())) {
                return false;
            }
        }
        return true;
    }

    // RFC 9110 sections 15.3.5, 15.3.6 and 15.4.5; a length there would promise a body or misstate one.
    private static boolean mayHaveBody(int status) {
        return status != 204 && status != 205 && status != 304;
    }
}
