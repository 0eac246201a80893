/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.ops;

import com.sun.net.httpserver.HttpServer;

/** The JDK's server belongs here. */
public final class Port {
    public String server() {
        return HttpServer.class.getName();
    }
}
