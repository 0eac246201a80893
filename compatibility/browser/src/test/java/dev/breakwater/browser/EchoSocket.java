/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

import jakarta.servlet.ServletContext;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;

/** A WebSocket that says everything again. Public because Tomcat takes no other. */
public final class EchoSocket extends Endpoint {
    static final String PATH = "/socket";

    static void register(ServletContext context) {
        ServerContainer container = (ServerContainer) context.getAttribute(ServerContainer.class.getName());
        try {
            container.addEndpoint(ServerEndpointConfig.Builder.create(EchoSocket.class, PATH)
                    .configurator(new AnyOrigin())
                    .build());
        } catch (DeploymentException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.addMessageHandler(String.class, text -> session.getAsyncRemote().sendText(text));
    }

    /** Leaves it to Breakwater who may connect, and needs nothing of a container's: there are two on the class path. */
    private static final class AnyOrigin extends ServerEndpointConfig.Configurator {
        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(new EchoSocket());
        }
    }
}
