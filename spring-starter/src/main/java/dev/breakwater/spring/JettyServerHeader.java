/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.runtime.BreakwaterRuntime;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.Container;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;

/**
 * Keeps Jetty from telling its version where our headers strip {@code Server}: Jetty writes that one itself, out of any
 * filter's reach. Boot takes the connectors off the server while the application starts and puts them back before it
 * listens; what is added then is told before it is open.
 */
final class JettyServerHeader implements SmartInitializingSingleton, Container.Listener {
    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;

    JettyServerHeader(BreakwaterRuntime runtime, ApplicationContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public void afterSingletonsInstantiated() {
        HeaderRule rule = ProbedRequest.rules(runtime, "/").find("Server");
        boolean isStripped = rule != null && rule.value() == null;
        if (isStripped
                && AddressRewritingValves.asked(AddressRewritingValves.asked(context, "getWebServer"), "getServer")
                        instanceof Server server) {
            server.addEventListener(this);
        }
    }

    @Override
    public void beanAdded(Container parent, Object child) {
        if (child instanceof Connector connector) {
            for (ConnectionFactory factory : connector.getConnectionFactories()) {
                if (factory instanceof HttpConfiguration.ConnectionFactory http) {
                    http.getHttpConfiguration().setSendServerVersion(false);
                }
            }
        }
    }

    @Override
    public void beanRemoved(Container parent, Object child) {}
}
