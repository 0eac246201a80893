/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.MemoryUsage;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuiltInChecksTest {
    private static HttpServer server;

    @BeforeAll
    static void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring(1));
            exchange.getResponseHeaders().add("Location", "/200");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.createContext("/endless", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] chunk = new byte[8192];
            try (exchange) {
                while (true) {
                    exchange.getResponseBody().write(chunk);
                }
            }
        });
        server.start();
    }

    @AfterAll
    static void end() {
        server.stop(0);
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @ParameterizedTest
    @CsvSource({"/200, UP", "/204, UP", "/302, DOWN", "/404, DOWN", "/503, DOWN", "/endless, UP"})
    void httpIsJudgedByItsStatusWithoutFollowingOrReadingOn(String path, HealthStatus status) throws Exception {
        assertThat(HttpCheck.of("api", at(path)).check().status()).isEqualTo(status);
    }

    @Test
    void httpKnowsOtherCodes() throws Exception {
        assertThat(HttpCheck.builder("api", at("/404"))
                        .expects(status -> status == 404)
                        .build()
                        .check()
                        .status())
                .isEqualTo(HealthStatus.UP);
    }

    @Test
    void httpTakesAsLongAsWhoeverRunsItAllows() throws Exception {
        HttpCheck brief = HttpCheck.builder("api", at("/slow"))
                .timeout(Duration.ofMillis(50))
                .build();

        assertThat(brief.timeout()).isEqualTo(Duration.ofMillis(50));
        assertThat(brief.check().status()).isEqualTo(HealthStatus.UP);
    }

    @Test
    void httpEndsWhenItIsInterrupted() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            assertThatThrownBy(() -> interrupted(HttpCheck.of("api", address)))
                    .isInstanceOf(InterruptedException.class);
        }
    }

    @Test
    void tcpEndsWhenItIsInterrupted() {
        // From TEST-NET-1, where nobody answers.
        assertThatThrownBy(() -> interrupted(TcpCheck.of("queue", "192.0.2.1", 1)))
                .isInstanceOf(ClosedByInterruptException.class);
    }

    private static void interrupted(HealthCheck check) throws Exception {
        Thread.currentThread().interrupt();
        try {
            check.check();
        } finally {
            Thread.interrupted();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host/", "http:///path", "/relative"})
    void httpTakesNoOtherAddress(String address) {
        assertThatThrownBy(() -> HttpCheck.of("api", URI.create(address))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tcpIsDownWhereNobodyListens() throws Exception {
        int port;
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = listening.getLocalPort();
            assertThat(TcpCheck.of("queue", "127.0.0.1", port).check().status()).isEqualTo(HealthStatus.UP);
        }
        assertThatThrownBy(() -> TcpCheck.of("queue", "127.0.0.1", port).check())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"true, UP", "false, DOWN"})
    void aDatabaseIsAsItsConnectionSays(boolean valid, HealthStatus status) throws Exception {
        Connection connection = proxy(Connection.class, valid);
        DataSource source = proxy(DataSource.class, connection);
        assertThat(DataSourceCheck.of("db", source).check().status()).isEqualTo(status);
    }

    private static <T> T proxy(Class<T> type, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType() == void.class ? null : answer));
    }

    @Test
    void memoryIsJudgedByItsShare() {
        assertThat(MemoryCheck.ofHeap(0.5).judge(50, 100).status()).isEqualTo(HealthStatus.UP);
        assertThat(MemoryCheck.ofHeap(0.5).judge(51, 100).status()).isEqualTo(HealthStatus.DEGRADED);
        assertThat(MemoryCheck.ofHeap().check().status()).isEqualTo(HealthStatus.UP);
    }

    @ParameterizedTest
    @CsvSource({
        "70, 90, 100, 70", // stale: what was left is gone
        "90, 20, 100, 20", // garbage since
        "80, 0, 100, 0", // an empty Eden
        "80, 0, 0, 80" // never collected
    })
    void memoryIsWhatACollectionLeftOrWouldLeave(long now, long left, long committed, long counted) {
        MemoryUsage usage = new MemoryUsage(0, now, 100, 100);
        assertThat(MemoryCheck.used(usage, new MemoryUsage(0, left, committed, 100)))
                .isEqualTo(counted);
        assertThat(MemoryCheck.used(usage, null)).isEqualTo(now);
    }

    @Test
    void aDiskThatIsNotThereIsDown() {
        assertThat(DiskSpaceCheck.of(Path.of("/no/such/place"), 1).check().status())
                .isEqualTo(HealthStatus.DOWN);
        assertThat(DiskSpaceCheck.of(Path.of("."), Long.MAX_VALUE).check().status())
                .isEqualTo(HealthStatus.DOWN);
    }

    @Test
    void oursAreOptionalAndGiveWayToTheApplications() {
        HealthCheck own = HealthCheck.local("Memory", HealthResult::up);
        assertThat(BuiltInChecks.and(List.of(own)))
                .extracting(HealthCheck::name)
                .containsExactly("Memory", "disk-space", "deadlock");
        assertThat(BuiltInChecks.and(List.of())).noneMatch(HealthCheck::critical);
    }

    @Nested
    class TheProbeClient {
        private final ByteArrayOutputStream said = new ByteArrayOutputStream();

        private int run(Map<String, String> environment, String... arguments) {
            return ProbeClient.run(arguments, environment, new PrintStream(said, true, StandardCharsets.UTF_8));
        }

        @ParameterizedTest
        @CsvSource({"/200, 0", "/204, 0", "/302, 1", "/503, 1"})
        void exitsByTheStatus(String path, int code) {
            assertThat(run(Map.of(), at(path).toString())).isEqualTo(code);
            assertThat(said.toString(StandardCharsets.UTF_8)).hasLineCount(1).contains("HTTP/1.1 " + path.substring(1));
        }

        @Test
        void asksTheReadyProbeAtPortUnlessToldOtherwise() {
            String port = Integer.toString(server.getAddress().getPort());
            assertThat(run(Map.of("PORT", port))).isEqualTo(1);
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("http://127.0.0.1:" + port + "/readyz");
        }

        @Test
        void givesUpInTime() throws IOException {
            try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                String url = "http://127.0.0.1:" + silent.getLocalPort() + "/";
                assertThat(run(Map.of(), url, "--timeout", "50")).isEqualTo(1);
            }
            assertThat(said.toString(StandardCharsets.UTF_8)).contains("no answer within 50 ms");
        }

        @ParameterizedTest
        @ValueSource(strings = {"--timeout", "--help", "https://localhost/", "nonsense"})
        void saysHowItIsUsed(String argument) {
            assertThat(run(Map.of(), argument)).isEqualTo(2);
            assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("usage:");
        }
    }
}
