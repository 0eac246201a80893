/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.exchange.Exchange;
import java.util.List;

/**
 * Tells handshakes of WebSockets from other requests. Browsers let every page open one to every server, with the user's
 * cookies, and read from it: the server's look at the origin is the only protection there is (RFC 6455 section 10.2).
 */
final class WebSocketHandshake {
    private static final String UPGRADE = "Upgrade";
    private static final String PROTOCOL = "websocket";

    private WebSocketHandshake() {}

    static boolean is(Exchange exchange) {
        return switch (exchange.method()) {
            case "GET" -> exchange.header(UPGRADE) != null && namesProtocol(exchange.headers(UPGRADE));
            // RFC 8441, and RFC 9220 for HTTP/3: pages can send CONNECT in no other way than by such an API.
            case "CONNECT" -> true;
            default -> false;
        };
    }

    // Wider than RFC 6455, since servers differ in what they accept; no page can set Upgrade by other means.
    private static boolean namesProtocol(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            for (int at = 0; at <= line.length() - PROTOCOL.length(); at++) {
                if (line.regionMatches(true, at, PROTOCOL, 0, PROTOCOL.length())) {
                    return true;
                }
            }
        }
        return false;
    }
}
