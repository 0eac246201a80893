/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.exchange;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer that a guard gives instead of the application. Immutable; may be prepared once and sent many times. */
public final class Reply {
    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    private Reply(int status, List<Header> headers, byte[] body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status: " + status + " (expected: 200 to 599)");
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /** An answer without a body. */
    public static Reply of(int status) {
        return new Reply(status, List.of(), new byte[0]);
    }

    /** An answer with this text, encoded in UTF-8. */
    public static Reply of(int status, String contentType, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new Reply(status, List.of(new Header("Content-Type", contentType)), body);
    }

    /** A refusal as {@code application/problem+json}, never cached (RFC 9457, RFC 6585). */
    public static Reply problem(ProblemDetail problem) {
        return of(problem.status(), ProblemDetail.MEDIA_TYPE, problem.toJson()).with("Cache-Control", "no-store");
    }

    /** The same with one more header line. */
    public Reply with(String name, String value) {
        List<Header> more = new ArrayList<>(headers.size() + 1);
        more.addAll(headers);
        more.add(new Header(name, value));
        return new Reply(status, List.copyOf(more), body);
    }

    /** The status code. */
    public int status() {
        return status;
    }

    /** The header lines, in order. */
    public List<Header> headers() {
        return headers;
    }

    /** The body's length in bytes. */
    public int length() {
        return body.length;
    }

    /** Writes the body. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(body);
    }

    /** The body as text, for tests and logs. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * One header line.
     *
     * @param name a token
     * @param value visible ASCII
     */
    public record Header(String name, String value) {
        /** Checks name and value. */
        public Header {
            HeaderSyntax.requireName(name);
            HeaderSyntax.requireValue(name, value);
        }
    }
}
