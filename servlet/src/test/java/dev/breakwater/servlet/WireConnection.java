/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.RawAnswer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One connection for many requests, which believes nothing: an answer whose head is not exactly what RFC 9112 says is an
 * {@link AssertionError}, and not what a lenient client would make of it.
 */
final class WireConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

    private final Socket socket;
    private final InputStream in;

    WireConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** A connection to this port of the loopback interface. */
    static WireConnection to(int port) throws IOException {
        return new WireConnection(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Sends these lines, and the empty one that ends a head. */
    RawAnswer send(List<String> lines) throws IOException {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    /** Sends these lines, and the empty one that ends a head; the answer is nobody's. */
    void write(List<String> lines) throws IOException {
        write(String.join("\r\n", lines) + "\r\n\r\n");
    }

    private void write(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** Sends a request as it stands, one byte for each character, and reads its answer; status 0 if none came. */
    RawAnswer send(String request) throws IOException {
        try {
            write(request);
            return answer(request.startsWith("HEAD "));
        } catch (SocketException closed) {
            return none();
        }
    }

    private static RawAnswer none() {
        return new RawAnswer(0, List.of(), new byte[0], false);
    }

    private RawAnswer answer(boolean toHead) throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return none();
        }
        int status = status(first);
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(wellFormed(line));
        }
        if (status / 100 == 1) {
            return answer(toHead);
        }
        RawAnswer head = new RawAnswer(status, List.copyOf(lines), new byte[0], true);
        boolean bodiless = toHead || status == 204 || status == 304;
        return bodiless ? head : withBody(head);
    }

    private static int status(String line) {
        require(line.startsWith("HTTP/1.1 ") && line.length() >= 12, "status line", line);
        return Integer.parseInt(line.substring(9, 12));
    }

    // RFC 9112 section 5: a name that is a token, a colon at once, a value without control characters.
    private static String wellFormed(String line) {
        int colon = line.indexOf(':');
        require(colon > 0, "header line", line);
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            boolean sound = i < colon ? c > ' ' && c < 0x7f && SEPARATORS.indexOf(c) < 0 : c >= ' ' && c != 0x7f;
            require(sound || (i > colon && c == '\t'), "header line", line);
        }
        return line;
    }

    private static void require(boolean sound, String what, String line) {
        if (!sound) {
            throw new AssertionError(what + " that is none: " + line);
        }
    }

    /** The next line without its end; empty where the connection ends. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\r') {
                require(in.read() == '\n', "line with a bare CR", line.toString());
                return line.toString();
            }
            require(next != '\n', "line with a bare LF", line.toString());
            line.append((char) next);
        }
        return line.toString();
    }

    private RawAnswer withBody(RawAnswer head) throws IOException {
        List<String> length = head.header("Content-Length");
        if (head.header("Transfer-Encoding").contains("chunked")) {
            return chunked(head);
        }
        if (length.isEmpty()) {
            return new RawAnswer(head.status(), head.lines(), in.readAllBytes(), true);
        }
        int promised = Integer.parseInt(length.get(0));
        byte[] body = in.readNBytes(promised);
        return new RawAnswer(head.status(), head.lines(), body, body.length == promised);
    }

    private RawAnswer chunked(RawAnswer head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (String size = line(); !size.isEmpty(); size = line()) {
            int length = Integer.parseInt(size, 16);
            body.writeBytes(in.readNBytes(length));
            line();
            if (length == 0) {
                return new RawAnswer(head.status(), head.lines(), body.toByteArray(), true);
            }
        }
        return new RawAnswer(head.status(), head.lines(), body.toByteArray(), false);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
