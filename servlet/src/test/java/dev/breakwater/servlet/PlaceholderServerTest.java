/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PlaceholderServerTest {
    @Test
    @Tag("container")
    void filterRuns() throws Exception {
        String server = System.getProperty("breakwater.server");
        try (PlaceholderServer running =
                server.equals("tomcat") ? PlaceholderTomcat.start() : PlaceholderJetty.start()) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + running.port() + "/"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.headers().firstValue("Placeholder")).contains("breakwater");
            System.out.println("PLACEHOLDER " + server + " "
                    + jakarta.servlet.Servlet.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation());
        }
        assertThat(present("org.eclipse.jetty.server.Server")).isEqualTo(server.equals("jetty"));
        assertThat(present("org.apache.catalina.startup.Tomcat")).isEqualTo(server.equals("tomcat"));
    }

    @Test
    void unitTestsSeeNoServer() {
        assertThat(present("org.eclipse.jetty.server.Server")).isFalse();
        assertThat(present("org.apache.catalina.startup.Tomcat")).isFalse();
        assertThat(System.getProperty("breakwater.server")).isNull();
    }

    private static boolean present(String name) {
        try {
            Class.forName(name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
