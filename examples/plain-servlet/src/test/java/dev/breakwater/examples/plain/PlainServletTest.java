/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.policy.InvalidPolicyException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The example over HTTP. */
class PlainServletTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private Tomcat tomcat;

    @BeforeEach
    void start() throws LifecycleException {
        tomcat = PlainServlet.start(0);
    }

    @AfterEach
    void stop() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }

    @Test
    void theApplicationAnswersBehindTheProtections() throws Exception {
        HttpResponse<String> answer = get("/hello");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).startsWith("Hello!");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(answer.headers().firstValue("RateLimit-Policy")).contains("\"default\";q=100;w=3600");
    }

    @Test
    void probesAreAnsweredWithoutTheApplication() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez").headers().firstValue("RateLimit")).isEmpty();
    }

    @Test
    void whoAsksTooOftenIsRefused() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(get("/hello").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> last = get("/hello");
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Content-Type")).contains("application/problem+json");
    }

    @Test
    void aWrongConfigurationDoesNotStart() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> PlainServlet.start(0, "--breakwater.rate-limit.headers=often"))
                .withMessageContaining("often");
    }

    @Test
    void theWholeProgramIsShort() throws IOException {
        Path program = Path.of("src/main/java/dev/breakwater/examples/plain/PlainServlet.java");
        assertThat(Files.readAllLines(program)).hasSizeLessThan(40);
    }

    private HttpResponse<String> get(String path) throws Exception {
        URI address = URI.create("http://localhost:" + tomcat.getConnector().getLocalPort() + path);
        return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }
}
