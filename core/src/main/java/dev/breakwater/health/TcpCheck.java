/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * Down when nobody takes a connection at a port. Shared and critical unless {@code health.checks.NAME} says otherwise.
 * The host is looked up each time. Nothing is sent.
 */
public final class TcpCheck implements HealthCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final String name;
    private final String host;
    private final int port;

    private TcpCheck(String name, String host, int port) {
        this.name = name;
        this.host = host;
        this.port = port;
    }

    /**
     * A check of this port, which has a second to answer unless {@code health.checks.NAME.timeout} says otherwise.
     *
     * @param name of the component
     */
    public static TcpCheck of(String name, String host, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        return new TcpCheck(name, host, port);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scope scope() {
        return Scope.SHARED;
    }

    @Override
    public Duration timeout() {
        return PATIENCE;
    }

    // By a channel, because the wait for a socket cannot be interrupted.
    @Override
    public HealthResult check() throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            throw new UnknownHostException(host);
        }
        try (SocketChannel channel = SocketChannel.open()) {
            return channel.connect(address) ? HealthResult.up() : HealthResult.down("not connected");
        }
    }
}
