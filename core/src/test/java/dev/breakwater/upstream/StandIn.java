/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A server on the loopback interface that does whatever a test wants of its sockets: one thread for each connection. */
final class StandIn implements AutoCloseable {
    private final ServerSocket server;
    private final Behaviour behaviour;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();

    /** The head of each request, line by line. */
    final List<List<String>> requests = new CopyOnWriteArrayList<>();

    /** Opens when the test is over. */
    final CountDownLatch over = new CountDownLatch(1);

    /** What is done once a request's head has been read. */
    interface Behaviour {
        void answer(StandIn server, OutputStream out) throws IOException, InterruptedException;
    }

    private StandIn(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "stand-in");
        thread.setDaemon(true);
        thread.start();
    }

    static StandIn that(Behaviour behaviour) throws IOException {
        return new StandIn(behaviour);
    }

    /** Answers all with this status and text. */
    static StandIn answering(int status, String body) throws IOException {
        return new StandIn((server, out) ->
                write(out, "HTTP/1.1 " + status + " x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(US_ASCII));
        out.flush();
    }

    static void chunk(OutputStream out, String text) throws IOException {
        write(out, Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/generate");
    }

    /** The value of a header in the last request, or null. */
    String header(String name) {
        for (String line : requests.get(requests.size() - 1)) {
            if (line.regionMatches(true, 0, name + ": ", 0, name.length() + 2)) {
                return line.substring(name.length() + 2);
            }
        }
        return null;
    }

    int openConnections() {
        connections.removeIf(Socket::isClosed);
        return connections.size();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.add(socket);
                if (over.getCount() == 0) {
                    // It came while the others were being closed.
                    socket.close();
                }
                Thread thread = new Thread(() -> serve(socket), "stand-in-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            while (readHead(in)) {
                behaviour.answer(this, socket.getOutputStream());
            }
        } catch (IOException | InterruptedException gone) {
            // The client's way to end it.
        }
    }

    private boolean readHead(BufferedReader in) throws IOException {
        List<String> head = new ArrayList<>();
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            head.add(line);
            line = in.readLine();
        }
        if (line != null) {
            requests.add(head);
        }
        return line != null;
    }

    @Override
    public void close() throws IOException {
        over.countDown();
        server.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
