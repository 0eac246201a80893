/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.SecurityEvent;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The second port with the runtime that owns it. */
class SecondPortTest {
    private static final Map<String, String> ANY = Map.of("ops.port", "0", "ops.address", "127.0.0.1");

    private final List<String> lines = new CopyOnWriteArrayList<>();

    private static Layers layers(Map<String, String> values) {
        return Layers.of(Layer.of("test", new LinkedHashMap<>(values)));
    }

    private static BreakwaterSettings settings(Map<String, String> values) {
        return BreakwaterSettings.read(layers(values));
    }

    private BreakwaterRuntime start(Map<String, String> values) {
        return BreakwaterRuntime.builder(layers(values))
                .eventSink((level, line) -> lines.add(line))
                .start();
    }

    private static Map<String, String> with(Map<String, String> values, String... more) {
        Map<String, String> all = new LinkedHashMap<>(values);
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }

    private static int port(BreakwaterRuntime runtime) {
        return runtime.opsPort().orElseThrow();
    }

    private static RawAnswer get(int port, String path) throws IOException {
        return new RawClient(port).send(new byte[0], "GET " + path + " HTTP/1.1");
    }

    @Test
    void isNotThereUnlessItIsAskedFor() {
        try (BreakwaterRuntime runtime = start(Map.of())) {
            assertThat(runtime.opsPort()).isEmpty();
        }
    }

    @Test
    void answersProbesAndOperatorsAsTheFirstDoes() throws IOException {
        try (BreakwaterRuntime runtime = start(with(
                ANY,
                "health.paths.live",
                "/alive",
                "rate-limit.policies[0].name",
                "one",
                "rate-limit.policies[0].limits",
                "1 per hour"))) {
            assertThat(get(port(runtime), "/alive").status()).isEqualTo(200);
            assertThat(get(port(runtime), "/readyz").status()).isEqualTo(200);
            assertThat(get(port(runtime), "/health/detailed").status()).isEqualTo(200);
            assertThat(get(port(runtime), "/breakwater/offenders").status()).isEqualTo(200);
            assertThat(get(port(runtime), "/livez").status()).isEqualTo(404);
        }
        assertThat(lines).isEmpty();
    }

    @Test
    void saysNotReadyUntilTheApplicationServes() throws IOException {
        try (BreakwaterRuntime runtime =
                BreakwaterRuntime.builder(layers(ANY)).servingLater().start()) {
            assertThat(get(port(runtime), "/livez").status()).isEqualTo(200);
            assertThat(get(port(runtime), "/readyz").status()).isEqualTo(503);

            runtime.serving();

            assertThat(get(port(runtime), "/readyz").status()).isEqualTo(200);
        }
    }

    @Test
    void staysWhileSettingsChangeAndAnswersByTheNewOnes() throws IOException {
        try (BreakwaterRuntime runtime = start(ANY)) {
            int before = port(runtime);

            runtime.replace(settings(with(ANY, "health.paths.live", "/alive")));

            assertThat(port(runtime)).isEqualTo(before);
            assertThat(get(before, "/alive").status()).isEqualTo(200);
        }
    }

    @Test
    void movesWhenItsNumberChanges() throws IOException {
        try (BreakwaterRuntime runtime = start(ANY)) {
            int before = port(runtime);

            runtime.replace(settings(with(ANY, "ops.port", Integer.toString(free()))));

            assertThat(port(runtime)).isNotEqualTo(before);
            assertThat(get(port(runtime), "/livez").status()).isEqualTo(200);
            assertThatThrownBy(() -> get(before, "/livez")).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void endsWithTheRuntimeOrTheSwitch() {
        BreakwaterRuntime runtime = start(ANY);
        int first = port(runtime);
        runtime.replace(settings(with(ANY, "enabled", "false")));
        assertThat(runtime.opsPort()).isEmpty();
        assertThatThrownBy(() -> get(first, "/livez")).isInstanceOf(ConnectException.class);

        runtime.replace(settings(ANY));
        int second = port(runtime);
        runtime.close();
        assertThatThrownBy(() -> get(second, "/livez")).isInstanceOf(ConnectException.class);
    }

    @Test
    void thatIsTakenIsAFaultThatNamesItAndChangesNothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                BreakwaterRuntime runtime = start(ANY)) {
            Map<String, String> clash = with(ANY, "ops.port", Integer.toString(taken.getLocalPort()));
            int before = port(runtime);

            assertThatThrownBy(() -> start(clash).close())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-OPS-009")
                    .hasMessageContaining("ops.port: " + taken.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("choose another ops.port");
            assertThatThrownBy(() -> runtime.replace(settings(clash))).isInstanceOf(InvalidPolicyException.class);
            assertThat(port(runtime)).isEqualTo(before);
            assertThat(get(before, "/livez").status()).isEqualTo(200);
        }
    }

    @Test
    void saysWhoGuessesAtTheToken() throws IOException {
        List<SecurityEvent> heard = new CopyOnWriteArrayList<>();
        Map<String, String> values = with(ANY, "ops.token", "0123456789abcdef", "audit.enabled", "true");
        try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(layers(values))
                .observers(List.of((decision, exchange) -> {
                    if (decision.securityEvent() != null && exchange != null) {
                        heard.add(decision.securityEvent());
                    }
                }))
                .start()) {
            RawAnswer answer = new RawClient(port(runtime))
                    .send(
                            new byte[0],
                            "GET /metrics HTTP/1.1",
                            "X-Forwarded-For: 203.0.113.7",
                            "Authorization: Bearer fedcba9876543210");

            assertThat(answer.status()).isEqualTo(404);
            assertThat(heard).containsExactly(SecurityEvent.AUTHZ_FAIL);
            assertThat(ask(runtime)).contains("\"authz_fail\":1");
            await().until(() -> runtime.auditCounts().records() >= 2);
        }
        assertThat(lines).isEmpty();
    }

    private static String ask(BreakwaterRuntime runtime) throws IOException {
        return get(port(runtime), "/metrics").text();
    }

    @Test
    void keepsNoProcessAlive() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (BreakwaterRuntime runtime = start(ANY)) {
            assertThat(runtime.opsPort()).isPresent();
            Set<Thread> begun = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !before.contains(thread))
                    .collect(Collectors.toSet());
            assertThat(begun).isNotEmpty().allMatch(Thread::isDaemon);
        }
    }

    @Test
    void isWhatTheGuidesCallTheMetricsPort() {
        Layers guides = Layers.of(List.of(Layers.guideVariables(Map.of("MONITORING_METRICS_PORT", "9090"))));

        assertThat(BreakwaterSettings.read(guides).opsPort()).isNotNull().satisfies(port -> {
            assertThat(port.number()).isEqualTo(9090);
            assertThat(port.address()).isNull();
        });
    }

    @Test
    void thatNoOperatorCanReachIsDoubted() {
        List<Map<String, String>> reachable = new ArrayList<>(List.of(
                Map.of("ops.port", "9090", "ops.address", "::1"),
                Map.of("ops.port", "9090", "ops.networks", "10.0.0.0/8"),
                Map.of("ops.port", "9090", "ops.token", "0123456789abcdef")));

        assertThat(settings(Map.of("ops.port", "9090")).warnings())
                .singleElement()
                .asString()
                .contains("BW-OPS-010", "ops.networks");
        assertThat(reachable)
                .allSatisfy(values -> assertThat(settings(values).warnings()).isEmpty());
        assertThat(settings(Map.of("ops.address", "127.0.0.1")).warnings())
                .singleElement()
                .asString()
                .contains("BW-OPS-011");
    }

    @Test
    void isANumberOfAPort() {
        assertThatThrownBy(() -> settings(Map.of("ops.port", "65536", "ops.address", "localhost")))
                .hasMessageContaining("BW-OPS-007")
                .hasMessageContaining("BW-OPS-008");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
