/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.RawAnswer;
import dev.breakwater.contract.RawClient;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.KillSwitchChanged;
import dev.breakwater.upstream.KillSwitchChanged.By;
import dev.breakwater.upstream.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators can change, by HTTP, at the second port of a runtime. */
class OperatorCallsTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String UPSTREAMS = "/breakwater/upstreams";
    private static final String DISABLE = UPSTREAMS + "/gemini/disable";
    private static final String ENABLE = UPSTREAMS + "/gemini/enable";

    @TempDir
    private Path folder;

    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private BreakwaterRuntime runtime = start(Map.of("ops.token", TOKEN));

    private record Heard(Decision decision, Exchange exchange) {}

    private BreakwaterRuntime start(Map<String, String> more) {
        Map<String, String> settings = new LinkedHashMap<>(more);
        settings.put("ops.port", "0");
        settings.put("ops.address", "127.0.0.1");
        settings.put("upstreams.gemini.timeout", "5s");
        return BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings)))
                .observers(List.of((decision, exchange) -> heard.add(new Heard(decision, exchange))))
                .eventSink((level, line) -> {})
                .start();
    }

    private void restart(Map<String, String> settings) {
        runtime.close();
        heard.clear();
        runtime = start(settings);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    private RawAnswer send(String method, String path, String... headers) throws IOException {
        String[] request = new String[headers.length + 1];
        request[0] = method + ' ' + path + " HTTP/1.1";
        System.arraycopy(headers, 0, request, 1, headers.length);
        return new RawClient(runtime.opsPort().orElseThrow()).send(new byte[0], request);
    }

    private RawAnswer post(String path) throws IOException {
        return send("POST", path, "Authorization: Bearer " + TOKEN, "Content-Length: 0");
    }

    private List<SecurityEvent> onRecord() {
        return heard.stream()
                .map(one -> one.decision().securityEvent())
                .filter(event -> event == SecurityEvent.AUTHZ_ADMIN || event == SecurityEvent.AUTHZ_FAIL)
                .toList();
    }

    private List<KillSwitchChanged> changes() {
        return heard.stream()
                .map(Heard::decision)
                .filter(KillSwitchChanged.class::isInstance)
                .map(KillSwitchChanged.class::cast)
                .toList();
    }

    @Nested
    class AnOperatorWithTheToken {
        @Test
        void stopsAnUpstreamAndLetsItBeCalledAgain() throws IOException {
            Upstream gemini = runtime.upstream("gemini");
            RawAnswer stopped = post(DISABLE);
            assertThat(stopped.status()).isEqualTo(200);
            assertThat(stopped.text())
                    .isEqualTo("{\"name\":\"gemini\",\"disabled\":true,\"disabled_by\":[\"operator\"],"
                            + "\"breaker\":\"closed\",\"running\":0,\"max_concurrent\":10,\"retries_refused\":0}");
            assertThat(gemini.call(() -> "llm").fallback(failure -> "rules").get())
                    .isEqualTo("rules");

            assertThat(post(ENABLE).text()).contains("\"disabled\":false,\"disabled_by\":[]");
            assertThat(gemini.call(() -> "llm").get()).isEqualTo("llm");
            assertThat(changes())
                    .containsExactly(
                            new KillSwitchChanged("gemini", true, By.OPERATOR),
                            new KillSwitchChanged("gemini", false, By.OPERATOR));
        }

        @Test
        void stopsOneThatNoCodeHasAskedForYet() throws IOException {
            assertThat(post(DISABLE).status()).isEqualTo(200);
            assertThat(runtime.upstream("gemini").isDisabled()).isTrue();
        }

        @Test
        void isOnRecordOnceForEachCallWithWhoItWas() throws IOException {
            post(DISABLE);
            assertThat(onRecord()).containsExactly(SecurityEvent.AUTHZ_ADMIN);
            assertThat(heard)
                    .filteredOn(one -> one.decision().securityEvent() == SecurityEvent.AUTHZ_ADMIN)
                    .singleElement()
                    .satisfies(one -> assertThat(one.exchange().peerAddress()).isEqualTo("127.0.0.1"));
        }

        @Test
        void isToldThatAnotherHandHoldsTheSwitch() throws IOException {
            Path file = Files.createFile(folder.resolve("off"));
            restart(Map.of("ops.token", TOKEN, "upstreams.gemini.disabled-file", file.toString()));
            RawAnswer answer = post(ENABLE);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("still disabled, by file");
        }

        @Test
        void isToldWhichUpstreamsThereAre() throws IOException {
            runtime.upstream("prices");
            RawAnswer answer = post(UPSTREAMS + "/gemeni/disable");
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(answer.text()).contains("in use are prices.").doesNotContain("gemeni");
        }

        @Test
        void isToldWhichMethodToUse() throws IOException {
            RawAnswer get = send("GET", DISABLE);
            assertThat(get.status()).isEqualTo(405);
            assertThat(get.header("Allow")).containsExactly("POST");
            assertThat(post(UPSTREAMS).header("Allow")).containsExactly("GET, HEAD");
        }
    }

    @Nested
    class AnOperatorByNetworkAlone {
        @Test
        void seesAllUpstreams() throws IOException {
            runtime.upstream("gemini");
            runtime.upstream("prices");
            RawAnswer all = send("GET", UPSTREAMS);
            assertThat(all.status()).isEqualTo(200);
            assertThat(all.text()).contains("{\"upstreams\":[{\"name\":\"gemini\",", "{\"name\":\"prices\",");
            assertThat(send("GET", UPSTREAMS + "/gemini").text()).startsWith("{\"name\":\"gemini\",");
            assertThat(send("GET", UPSTREAMS + "/none").status()).isEqualTo(404);
        }

        @Test
        void changesNothingAndIsToldWhatItTakes() throws IOException {
            Upstream gemini = runtime.upstream("gemini");
            RawAnswer refused = send("POST", DISABLE, "Content-Length: 0");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("Authorization: Bearer");
            assertThat(gemini.isDisabled()).isFalse();
            assertThat(onRecord()).isEmpty();
        }

        @Test
        void isToldWhereToSetATokenIfThereIsNone() throws IOException {
            restart(Map.of());
            RawAnswer refused = post(DISABLE);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Content-Type")).containsExactly("application/problem+json");
            assertThat(refused.text()).contains("set ops.token-file or ops.token");
        }

        @Test
        void withAWrongTokenLooksLikeAnybodyElseAndIsCounted() throws IOException {
            RawAnswer refused = send("POST", DISABLE, "Authorization: Bearer 0000", "Content-Length: 0");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text())
                    .isEqualTo(send("POST", "/nothing", "Content-Length: 0").text());
            assertThat(onRecord()).containsExactly(SecurityEvent.AUTHZ_FAIL);
        }
    }

    @Nested
    class AnybodyElse {
        @Test
        void findsNothing() throws IOException {
            restart(Map.of("ops.token", TOKEN, "ops.networks", "10.0.0.0/8"));
            String nothing = send("POST", "/nothing", "Content-Length: 0").text();
            assertThat(send("POST", DISABLE, "Content-Length: 0").text()).isEqualTo(nothing);
            assertThat(send("GET", UPSTREAMS).text()).isEqualTo(nothing);
            assertThat(runtime.upstream("gemini").isDisabled()).isFalse();
            assertThat(post(DISABLE).status())
                    .as("the token opens from anywhere")
                    .isEqualTo(200);
        }
    }

    @Nested
    class ADrain {
        private static final String DRAIN = "/breakwater/drain";

        @Test
        void beginsWhenAnOperatorWithTheTokenSaysSo() throws IOException {
            assertThat(send("GET", DRAIN).text()).isEqualTo("{\"phase\":\"serving\",\"in_flight\":0,\"refused\":0}");
            RawAnswer begun = post(DRAIN);
            assertThat(begun.status()).isEqualTo(202);
            assertThat(begun.text()).startsWith("{\"phase\":\"begun\",");
            assertThat(runtime.isDraining()).isTrue();
            assertThat(send("GET", "/readyz").status()).isEqualTo(503);
            assertThat(send("GET", "/livez").status()).isEqualTo(200);
            assertThat(post(DRAIN).status()).as("it is the same drain").isEqualTo(202);
            assertThat(onRecord()).containsExactly(SecurityEvent.AUTHZ_ADMIN, SecurityEvent.AUTHZ_ADMIN);
        }

        @Test
        void takesTheToken() throws IOException {
            assertThat(send("POST", DRAIN, "Content-Length: 0").status()).isEqualTo(403);
            assertThat(runtime.isDraining()).isFalse();
        }
    }

    @Test
    void theFileOfTheSettingsStopsAndFreesAnUpstream() throws IOException {
        Path file = folder.resolve("gemini-off");
        restart(Map.of("ops.token", TOKEN, "upstreams.gemini.disabled-file", file.toString()));
        Upstream gemini = runtime.upstream("gemini");
        assertThat(gemini.call(() -> "llm").get()).isEqualTo("llm");

        Files.createFile(file);
        await().atMost(Duration.ofSeconds(5)).until(gemini::isDisabled);
        assertThat(gemini.call(() -> "llm")
                        .fallback(failure -> failure.reason().text())
                        .get())
                .isEqualTo("disabled");
        Files.delete(file);
        await().atMost(Duration.ofSeconds(5)).until(() -> !gemini.isDisabled());
        assertThat(gemini.call(() -> "llm").get()).isEqualTo("llm");
        assertThat(onRecord())
                .as("a change by file is on record too")
                .containsExactly(SecurityEvent.AUTHZ_ADMIN, SecurityEvent.AUTHZ_ADMIN);
    }
}
