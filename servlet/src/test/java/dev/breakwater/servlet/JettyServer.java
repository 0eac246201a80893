/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Jetty 12 around a servlet context of any of its environments: {@link JettyEe10} or {@link JettyEe11}. */
record JettyServer(Server server) implements AdapterServer {
    static JettyServer start(Handler context) throws Exception {
        return start(context, null);
    }

    /** With a key over TLS alone. */
    static JettyServer start(Handler context, @Nullable WireKeys keys) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        if (TestServer.usesVirtualThreads()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        server.addConnector(keys == null ? new ServerConnector(server) : secured(server, keys));
        server.setHandler(context);
        // Jetty names itself where no application can keep it from doing so; a deployment has to switch it off like
        // this.
        for (Connector connector : server.getConnectors()) {
            connector
                    .getConnectionFactory(HttpConnectionFactory.class)
                    .getHttpConfiguration()
                    .setSendServerVersion(false);
        }
        server.start();
        return new JettyServer(server);
    }

    private static ServerConnector secured(Server server, WireKeys keys) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(keys.store());
        tls.setKeyStorePassword(WireKeys.PASSWORD);
        HttpConfiguration http = new HttpConfiguration();
        // The test speaks to an address and names no host in its handshake.
        http.addCustomizer(new SecureRequestCustomizer(false));
        return new ServerConnector(server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(http));
    }

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
