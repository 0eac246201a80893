/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A network before a server at 127.0.0.1 that forgets connections and tells nobody: they stay open and carry nothing. */
final class ForgetfulProxy implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final int target;
    private volatile int forgotten;

    private ForgetfulProxy(int target) throws IOException {
        this.target = target;
    }

    static ForgetfulProxy before(int port) throws IOException {
        ForgetfulProxy proxy = new ForgetfulProxy(port);
        daemon(proxy::accept);
        return proxy;
    }

    String url() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    /** How many connections were made so far. */
    int accepted() {
        return accepted.get();
    }

    /** Forgets those that were made so far; new ones can be made. */
    void forget() {
        forgotten = accepted.get();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(server);
                int number = accepted.incrementAndGet();
                daemon(() -> carry(client, server, number));
                daemon(() -> carry(server, client, number));
            }
        } catch (IOException closed) {
            // As wanted.
        }
    }

    private void carry(Socket from, Socket to, int number) {
        byte[] buffer = new byte[8192];
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (number > forgotten) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException closed) {
            // By one of both ends.
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "forgetful-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
