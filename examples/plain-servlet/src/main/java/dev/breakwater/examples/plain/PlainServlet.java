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

/** Starts a hardened service on port 8080. */
final class PlainServlet {
    public static void main(String[] args) throws LifecycleException {
        start(8080, args).getServer().await();
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
        // endregion
        return tomcat;
    }
}
