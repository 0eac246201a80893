/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.RawAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** One connection, for several requests: an answer is read up to its own end, and not to the connection's. */
final class Wire implements AutoCloseable {
    final Socket socket;

    Wire(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
    }

    /** Sends a request's head: the lines without their ends and without Host. */
    Wire head(String... lines) throws IOException {
        return text(String.join("\r\n", lines) + "\r\nHost: localhost\r\n\r\n");
    }

    Wire text(String text) throws IOException {
        return bytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Wire bytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    Wire chunk(String text) throws IOException {
        return text(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    /** The same, whether or not the server still listens. */
    Wire tryText(String text) {
        try {
            text(text);
        } catch (IOException gone) {
            // It has answered and closed.
        }
        return this;
    }

    /** The same, whether or not the server still listens. */
    Wire tryChunk(String text) {
        try {
            chunk(text);
        } catch (IOException gone) {
            // It has answered and closed.
        }
        return this;
    }

    /** The next answer; status 0 if none came. */
    RawAnswer answer() throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        try {
            while (!isWhole(received) && next(in, received)) {
                continue;
            }
        } catch (SocketException reset) {
            // What came before counts.
        }
        return RawAnswer.parse(received.toByteArray());
    }

    private static boolean next(InputStream in, ByteArrayOutputStream received) throws IOException {
        int next = in.read();
        if (next >= 0) {
            received.write(next);
        }
        return next >= 0;
    }

    private static boolean isWhole(ByteArrayOutputStream received) {
        String text = received.toString(StandardCharsets.ISO_8859_1);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        RawAnswer answer = RawAnswer.parse(received.toByteArray());
        if (answer.header("Transfer-Encoding").contains("chunked")) {
            return answer.whole();
        }
        return answer.header("Content-Length").isEmpty()
                || text.length() - head - 4
                        >= Integer.parseInt(answer.header("Content-Length").get(0));
    }

    /** Whether the server has closed the connection, or does now. */
    boolean isClosed() throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
