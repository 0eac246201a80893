/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.browser;

/** A server, with or without Spring Security behind Breakwater's filter. */
enum Stack {
    TOMCAT,
    TOMCAT_WITH_SECURITY,
    JETTY,
    JETTY_WITH_SECURITY;

    boolean isSecured() {
        return this == TOMCAT_WITH_SECURITY || this == JETTY_WITH_SECURITY;
    }

    WebServer start(WebServer.Application application) throws Exception {
        return this == TOMCAT || this == TOMCAT_WITH_SECURITY
                ? TomcatServer.start(application)
                : JettyServer.start(application);
    }
}
