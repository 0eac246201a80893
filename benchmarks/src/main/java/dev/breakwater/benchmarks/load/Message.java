/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request or an answer of HTTP/1.1, as it came. Its body is told by its length, or comes in chunks, or ends with
 * the connection.
 */
final class Message {
    private static final int CHUNK_END = 2;
    private static final int NONE = 0;
    private static final int TO_THE_END = Integer.MAX_VALUE;

    // All lines to the empty one; and the body as it was sent, chunks and all.
    private final String head;
    private final byte[] body;

    private Message(String head, byte[] body) {
        this.head = head;
        this.body = body;
    }

    /** The next request, or null if the connection was closed before it. */
    static @Nullable Message request(InputStream in) throws IOException {
        return read(in, NONE);
    }

    /** The answer, or null if the connection was closed before it. */
    static @Nullable Message answer(InputStream in) throws IOException {
        return read(in, TO_THE_END);
    }

    private static @Nullable Message read(InputStream in, int otherwise) throws IOException {
        String head = lines(in, "\r\n\r\n");
        if (head.isEmpty()) {
            return null;
        }
        String length = header(head, "content-length");
        if (length != null) {
            return new Message(head, in.readNBytes(Integer.parseInt(length)));
        }
        return "chunked".equals(header(head, "transfer-encoding"))
                ? new Message(head, chunks(in))
                : new Message(head, in.readNBytes(otherwise));
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        int size;
        do {
            String line = lines(in, "\r\n");
            size = Integer.parseInt(line.strip(), 16);
            all.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            all.writeBytes(in.readNBytes(size + CHUNK_END));
        } while (size > 0);
        return all.toByteArray();
    }

    private static String lines(InputStream in, String end) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            lines.append((char) next);
            if (next == '\n' && lines.indexOf(end, Math.max(0, lines.length() - end.length())) >= 0) {
                return lines.toString();
            }
        }
        return "";
    }

    private static @Nullable String header(String head, String name) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    boolean isOk() {
        return head.startsWith("HTTP/1.1 200");
    }

    /** Whether nothing more comes over its connection. */
    boolean closes() {
        return "close".equalsIgnoreCase(header(head, "connection"));
    }

    byte[] bytes() {
        byte[] start = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }

    /**
     * What one side says about its connection is not for the other (RFC 9110, section 7.6.1); and a body that was ended by
     * the end of the connection has its length said.
     */
    byte[] withoutConnection() {
        StringBuilder lines = new StringBuilder();
        head.lines()
                .filter(line ->
                        !line.isEmpty() && !line.toLowerCase(Locale.ROOT).startsWith("connection:"))
                .forEach(line -> lines.append(line).append("\r\n"));
        if (header(head, "content-length") == null && header(head, "transfer-encoding") == null) {
            lines.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return new Message(lines.append("\r\n").toString(), body).bytes();
    }
}
