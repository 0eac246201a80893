/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that stands before several instances: asks each for its ready probe every 500 ms, sends requests in turn to those
 * that were ready then, over connections that it keeps, and never tries one again.
 */
final class PollingProxy implements AutoCloseable {
    private static final long POLL_MILLIS = 500;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ServerSocket listener = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final List<Backend> backends = new CopyOnWriteArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final ScheduledExecutorService poller = Executors.newScheduledThreadPool(2);

    PollingProxy() throws IOException {
        clients.execute(this::listen);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** What went wrong between here and the instances. */
    Queue<String> faults() {
        return faults;
    }

    void add(int port) {
        Backend backend = new Backend(port);
        backends.add(backend);
        backend.polled = poller.scheduleAtFixedRate(backend::poll, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    }

    void remove(int port) {
        for (Backend backend : List.copyOf(backends)) {
            if (backend.port == port) {
                backend.polled.cancel(false);
                boolean unused = backends.remove(backend);
            }
        }
    }

    /** Waits until it sends requests there. */
    void awaitReady(int port) throws IOException {
        long end = System.nanoTime() + START_NANOS;
        while (backends.stream().noneMatch(backend -> backend.port == port && backend.ready)) {
            if (System.nanoTime() > end) {
                throw new IOException("port " + port + " is not ready");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private void listen() {
        try {
            while (true) {
                Socket client = listener.accept();
                clients.execute(() -> serve(client));
            }
        } catch (IOException closed) {
            // The end.
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (Message request = Message.request(in); request != null; request = Message.request(in)) {
                client.getOutputStream().write(forward(request.bytes()));
            }
        } catch (IOException gone) {
            // The client closed its connection, or this is the end.
        }
    }

    private byte[] forward(byte[] request) {
        List<Backend> ready = backends.stream().filter(backend -> backend.ready).toList();
        if (ready.isEmpty()) {
            faults.add("no instance is ready");
            return answer("503 None");
        }
        Backend backend = ready.get(Math.floorMod(turn.getAndIncrement(), ready.size()));
        try {
            return backend.ask(request).withoutConnection();
        } catch (IOException broken) {
            faults.add(broken.toString());
            return answer("502 Broken");
        }
    }

    private static byte[] answer(String status) {
        return ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        poller.shutdownNow();
        listener.close();
        clients.shutdownNow();
        backends.forEach(Backend::drop);
    }

    /** One connection to an instance. */
    private record Kept(Socket socket, InputStream in) {}

    /** One instance, and the connections to it that nobody uses at the moment. */
    private static final class Backend {
        private static final byte[] PROBE = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1);

        private final int port;
        private final Queue<Kept> idle = new ConcurrentLinkedQueue<>();
        private volatile boolean ready;
        private Future<?> polled = new CompletableFuture<>();

        Backend(int port) {
            this.port = port;
        }

        void poll() {
            try (Socket socket = connected()) {
                socket.setSoTimeout(1_000);
                socket.getOutputStream().write(PROBE);
                Message answer = Message.answer(socket.getInputStream());
                ready = answer != null && answer.isOk();
            } catch (IOException unreachable) {
                ready = false;
            }
        }

        private Socket connected() throws IOException {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(20_000);
            return socket;
        }

        Message ask(byte[] request) throws IOException {
            Kept kept = idle.poll();
            if (kept == null) {
                Socket socket = connected();
                kept = new Kept(socket, new BufferedInputStream(socket.getInputStream()));
            }
            kept.socket.getOutputStream().write(request);
            Message answer = Message.answer(kept.in);
            if (answer == null) {
                throw new IOException("closed without an answer");
            }
            if (answer.closes()) {
                kept.socket.close();
            } else {
                idle.add(kept);
            }
            return answer;
        }

        void drop() {
            for (Kept kept = idle.poll(); kept != null; kept = idle.poll()) {
                try {
                    kept.socket.close();
                } catch (IOException gone) {
                    // It is to be gone.
                }
            }
        }
    }
}
