/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import dev.breakwater.contract.AdapterServer;
import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.CanonicalPathHandler;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.api.ServletStackTraces;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Undertow, configured as a deployment should: filters that start with the server, so that a fault of theirs stops it;
 * dot segments resolved before anything looks at a path; no stack traces for clients; limits of its own on headers but
 * not on bodies, as other servers have them.
 */
record UndertowServer(Undertow undertow, DeploymentManager deployment) implements AdapterServer {
    static UndertowServer start(String contextPath, @Nullable String errorPage, TestServer.WebApplication application)
            throws Exception {
        return start(contextPath, errorPage, builder -> builder.addHttpListener(0, "0.0.0.0"), application);
    }

    /** Over TLS alone, with this key. */
    static UndertowServer startSecure(WireKeys keys, TestServer.WebApplication application) throws Exception {
        SSLContext tls = keys.server();
        return start("", null, builder -> builder.addHttpsListener(0, "localhost", tls), application);
    }

    private static UndertowServer start(
            String contextPath,
            @Nullable String errorPage,
            UnaryOperator<Undertow.Builder> listening,
            TestServer.WebApplication application)
            throws Exception {
        DeploymentInfo info = Servlets.deployment()
                .setDeploymentName("test")
                .setClassLoader(UndertowServer.class.getClassLoader())
                .setEagerFilterInit(true)
                .setServletStackTraces(ServletStackTraces.NONE)
                .setContextPath(contextPath.isEmpty() ? "/" : contextPath)
                .addServletContainerInitializer(starting(application));
        if (errorPage != null) {
            info.addErrorPage(Servlets.errorPage(errorPage));
        }
        if (TestServer.usesVirtualThreads()) {
            ExecutorService threads = TestServer.virtualThreads();
            info.setExecutor(threads).setAsyncExecutor(threads);
        }
        DeploymentManager deployment = Servlets.newContainer().addDeployment(info);
        deployment.deploy();
        HttpHandler context = Handlers.path().addPrefixPath(info.getContextPath(), deployment.start());
        Undertow undertow = listening
                .apply(Undertow.builder())
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, 16_384)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
                .setHandler(new CanonicalPathHandler(context))
                .build();
        undertow.start();
        return new UndertowServer(undertow, deployment);
    }

    private static ServletContainerInitializerInfo starting(TestServer.WebApplication application) {
        ServletContainerInitializer initializer = (types, servletContext) -> application.start(servletContext);
        return new ServletContainerInitializerInfo(
                initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of());
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void close() throws Exception {
        undertow.stop();
        deployment.stop();
        deployment.undeploy();
    }
}
