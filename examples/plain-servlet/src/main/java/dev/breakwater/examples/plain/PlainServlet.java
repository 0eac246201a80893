/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.plain;

import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.servlet.BreakwaterFilter;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;

/** Starts a hardened service on port 8080; with {@code --demo --exit} it is sent requests, and ends. */
final class PlainServlet {
    public static void main(String[] args) throws Exception {
        if (!Demo.ran(args)) {
            start(8080, args).getServer().await();
        }
    }

    static Tomcat start(int port, String... args) throws LifecycleException {
        // region: embedded
        BreakwaterRuntime runtime = BreakwaterRuntime.start(args); // files, environment, system properties, arguments
        Tomcat tomcat = new Tomcat();
        tomcat.setPort(port);
        Context context = tomcat.addContext("", null);
        context.addServletContainerInitializer((types, app) -> BreakwaterFilter.register(app, runtime), Set.of());
        Tomcat.addServlet(context, "hello", new Hello());
        context.addServletMappingDecoded("/", "hello"); // Tomcat runs no filter where no servlet is mapped
        tomcat.getConnector();
        tomcat.start();
        runtime.drainOnShutdown(tomcat::stop); // on SIGTERM what runs comes to its end first
        // endregion
        return tomcat;
    }
}
