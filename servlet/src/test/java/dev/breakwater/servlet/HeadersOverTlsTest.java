/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.AdapterServer;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2: what is said over TLS alone is said where the connection itself is one, without any proxy. */
@Tag("container")
final class HeadersOverTlsTest {
    @Test
    void aTlsConnectionNeedsNoProxyToBeSecure(@TempDir Path directory) throws Exception {
        WireKeys keys = WireKeys.make(directory);
        SSLContext client = keys.client();
        Map<String, String> settings = Map.of(
                "headers.rules[0].paths", "/page",
                "headers.rules[0].preset", "html",
                "headers.rules[1].paths", "/logout",
                "headers.rules[1].clear-site-data", "cache, cookies, storage",
                "health.enabled", "false");
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings)))
                        .eventSink((level, line) -> {})
                        .start();
                AdapterServer server = TestServer.startSecure(keys, context -> {
                    BreakwaterFilter.register(context, runtime);
                    context.addServlet("scenes", new WireScenes()).addMapping("/");
                })) {
            RawAnswer data = get(client, server, "/plain");
            assertThat(data.header("Strict-Transport-Security")).containsExactly("max-age=63072000; includeSubDomains");

            RawAnswer page = get(client, server, "/page");
            assertThat(page.header("Strict-Transport-Security")).hasSize(1);
            assertThat(page.header("Content-Security-Policy"))
                    .singleElement()
                    .asString()
                    .contains("; upgrade-insecure-requests");

            assertThat(get(client, server, "/logout").header("Clear-Site-Data"))
                    .containsExactly("\"cache\",\"cookies\",\"storage\"");

            // An untrusted peer cannot take it back either.
            assertThat(get(client, server, "/plain", "X-Forwarded-Proto: http").header("Strict-Transport-Security"))
                    .hasSize(1);
        }
    }

    private static RawAnswer get(SSLContext client, AdapterServer server, String path, String... headers)
            throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (WireConnection connection =
                new WireConnection(client.getSocketFactory().createSocket(loopback, server.port()))) {
            return connection.send(WireService.request("GET " + path, headers));
        }
    }
}
