/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.jdkserver.exchange;

import com.sun.net.httpserver.HttpServer;

/** Wrong: the JDK's server outside ops. */
public final class Port {
    public String server() {
        return HttpServer.class.getName();
    }
}
