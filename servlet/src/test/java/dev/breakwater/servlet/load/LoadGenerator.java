/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends requests at a given rate, whether the server keeps up or not, from a process of its own: one thread, many
 * keep-alive connections, one request at a time on each. A request that falls due while no connection is free is counted
 * as unsent. Latency counts from the moment of sending.
 *
 * <p>Arguments: port, path, connections, then phases as {@code rate:seconds}. Prints one line for each phase.
 */
public final class LoadGenerator {
    private final Selector selector = Selector.open();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final int connections;

    private LoadGenerator(int port, String path, int connections) throws IOException {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        for (int i = 0; i < connections; i++) {
            new Connection(server, path, selector);
        }
    }

    /** Runs the phases. */
    public static void main(String[] args) throws IOException {
        LoadGenerator generator = new LoadGenerator(Integer.parseInt(args[0]), args[1], Integer.parseInt(args[2]));
        generator.drain();
        List<LoadResult> results = new ArrayList<>();
        for (int i = 3; i < args.length; i++) {
            String[] phase = args[i].split(":");
            results.add(generator.phase(Double.parseDouble(phase[0]), Long.parseLong(phase[1])));
        }
        generator.drain();
        results.forEach(System.out::println);
    }

    private LoadResult phase(double rate, long seconds) throws IOException {
        LoadResult result = new LoadResult();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        long due = 0;
        result.begin(start);
        for (long now = start; now < end; now = System.nanoTime()) {
            long target = (long) ((now - start) / 1e9 * rate);
            for (; due < target; due++) {
                send(result);
            }
            receive(1);
        }
        result.end(System.nanoTime());
        return result;
    }

    private void send(LoadResult result) throws IOException {
        // Last in, first out: few connections are used while few are needed.
        Connection connection = free.pollLast();
        while (connection != null && !connection.isUsable()) {
            connection = free.pollLast();
        }
        if (connection == null) {
            result.unsent(System.nanoTime());
            return;
        }
        result.sent++;
        connection.send(result);
    }

    private void receive(long patienceMillis) throws IOException {
        selector.select(patienceMillis);
        for (SelectionKey key : selector.selectedKeys()) {
            Connection connection = (Connection) key.attachment();
            if (key.isValid() && connection.receive(key)) {
                free.add(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    /** Waits until every request is answered; what then is not, fails. */
    private void drain() throws IOException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (System.nanoTime() < deadline && free.size() < connections) {
            receive(10);
        }
    }
}
