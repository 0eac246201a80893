/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Jetty 12 around a servlet context of any of its environments: {@link JettyEe10} or {@link JettyEe11}. */
record JettyServer(Server server) implements AdapterServer {
    static JettyServer start(Handler context) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool();
        if (TestServer.usesVirtualThreads()) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        Server server = new Server(threads);
        server.addConnector(new ServerConnector(server));
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

    @Override
    public int port() {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }
}
