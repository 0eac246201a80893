/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth.demo;

import java.io.IOException;
import java.net.ServerSocket;

/** Ports for processes that cannot tell which one they got. */
public final class Ports {
    private Ports() {}

    /** A port that nobody listens on now. */
    public static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static int free(int usual) throws IOException {
        try (ServerSocket socket = new ServerSocket(usual)) {
            return socket.getLocalPort();
        } catch (IOException taken) {
            return free();
        }
    }
}
