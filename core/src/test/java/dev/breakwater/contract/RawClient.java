/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/**
 * Speaks HTTP/1.1 over a bare socket, one connection for each request, so that a test sends what it means and sees what
 * came.
 */
public final class RawClient {
    private static final int PATIENCE_MILLIS = 20_000;

    private final InetAddress address;
    private final int port;

    /** A client of the server on this port of the loopback interface. */
    public RawClient(int port) {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** A client of the server at this address and port. */
    public RawClient(InetAddress address, int port) {
        this.address = address;
        this.port = port;
    }

    /**
     * Sends a request and reads until the server closes the connection.
     *
     * @param request the request line, and further header lines without their ends
     * @param body the body, framed as the header lines say
     */
    public RawAnswer send(byte[] body, String... request) throws IOException {
        try (Socket socket = open(body, request)) {
            return RawAnswer.parse(readAll(socket.getInputStream()));
        }
    }

    /**
     * Sends a request, reads the first megabytes of an endless answer, and resets the connection. Megabytes, because a
     * server that is told of a lost client while it still begins asynchronous work may forget it until the work times
     * out.
     */
    public void sendAndAbort(String... request) throws IOException {
        Socket socket = open(new byte[0], request);
        socket.getInputStream().readNBytes(8 << 20);
        reset(socket);
    }

    /** Sends a request and leaves the connection to the caller. */
    public Socket open(byte[] body, String... request) throws IOException {
        Socket socket = new Socket(address, port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        String head = String.join("\r\n", request) + "\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(body);
        socket.getOutputStream().flush();
        return socket;
    }

    /** Closes the connection so that the server's next write fails. */
    public static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                received.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            // A server that cuts an answer off may reset; what came before counts.
        }
        return received.toByteArray();
    }
}
