/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The least that stands before several instances: polls each one's ready probe every 500 ms, sends requests in turn to
 * those that were ready then, over connections that it keeps, and never tries a request again. GET without bodies, and
 * answers that tell their length.
 */
final class PollingProxy implements AutoCloseable {
    static final long POLL_MILLIS = 500;
    private static final byte[] NONE = {};

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final List<Backend> backends = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();

    PollingProxy() throws IOException {
        clients.execute(this::listen);
        poller.scheduleAtFixedRate(() -> backends.forEach(Backend::poll), 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What went wrong between here and the instances. */
    Queue<String> faults() {
        return faults;
    }

    void add(int port) {
        backends.add(new Backend(port));
    }

    void remove(int port) {
        backends.removeIf(backend -> backend.port == port);
    }

    boolean isReady(int port) {
        return backends.stream().anyMatch(backend -> backend.port == port && backend.ready);
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end of the test.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                client.getOutputStream().write(forward(head));
            }
        } catch (IOException gone) {
            // The end of the test.
        }
    }

    private byte[] forward(String head) {
        Backend backend = next();
        if (backend == null) {
            faults.add("no instance is ready");
            return "HTTP/1.1 503 None\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            return backend.ask(head);
        } catch (IOException broken) {
            faults.add(backend.port + ": " + broken);
            return "HTTP/1.1 502 Broken\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private Backend next() {
        List<Backend> ready = backends.stream().filter(backend -> backend.ready).toList();
        return ready.isEmpty() ? null : ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (next == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        poller.shutdownNow();
        listener.close();
        clients.shutdownNow();
    }

    /** One connection to an instance. */
    private record Kept(Socket socket, InputStream in) {}

    /** One instance, and the connections to it that nobody uses at the moment. */
    private static final class Backend {
        final int port;
        volatile boolean ready;
        private final Queue<Kept> idle = new ConcurrentLinkedQueue<>();

        Backend(int port) {
            this.port = port;
        }

        void poll() {
            try {
                ready = new RawClient(port).send(NONE, "GET /readyz HTTP/1.1").status() == 200;
            } catch (IOException unreachable) {
                ready = false;
            }
        }

        byte[] ask(String head) throws IOException {
            Kept kept = idle.poll();
            if (kept == null) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(20_000);
                kept = new Kept(socket, new BufferedInputStream(socket.getInputStream()));
            }
            kept.socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            String answer = head(kept.in);
            if (answer.isEmpty()) {
                throw new IOException("closed without an answer");
            }
            RawAnswer parsed = RawAnswer.parse(answer.getBytes(StandardCharsets.ISO_8859_1));
            byte[] body = kept.in.readNBytes(
                    Integer.parseInt(parsed.header("Content-Length").get(0)));
            giveBack(kept, parsed);
            return told(parsed, body);
        }

        private void giveBack(Kept kept, RawAnswer answer) throws IOException {
            if (answer.elements("Connection").contains("close")) {
                kept.socket.close();
            } else {
                idle.add(kept);
            }
        }

        // What an instance says about its connection is not for the client of this one (RFC 9110 section 7.6.1).
        private static byte[] told(RawAnswer answer, byte[] body) {
            String head = "HTTP/1.1 " + answer.status() + " Forwarded\r\nContent-Length: " + body.length + "\r\n\r\n";
            return (head + new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
