/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the request log says of requests to a real server: one event each, true, and on one line whatever was sent. */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RequestEventsTest {
    private static final String ODD = "Odd-Header: ";

    private ProtectedService service;

    @BeforeAll
    void start() throws Exception {
        service = ProtectedService.with(Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    private Map<String, Object> eventOf(RawAnswer answer) {
        return service.events.of(answer.header("X-Request-Id").get(0));
    }

    @Test
    void thereIsOneForEachRequestAndItIsTrue() throws Exception {
        Map<String, String> settings = new HashMap<>(ProtectedService.limit("60 per hour"));
        try (ProtectedService mixed = ProtectedService.with(settings)) {
            List<String> requests = List.of(
                    "GET /hello 200",
                    "GET /missing 404",
                    "GET /throw 500",
                    "DELETE /hello 405",
                    "GET /bad 400",
                    "GET /async 200",
                    "GET /not-modified 304",
                    "HEAD /hello 200",
                    "GET /livez 200",
                    "GET /readyz 200");
            Map<String, Long> told = new HashMap<>();
            for (int i = 0; i < 10; i++) {
                for (String request : requests) {
                    send(mixed, request, told);
                }
            }
            Awaitility.await()
                    .atMost(20, TimeUnit.SECONDS)
                    .until(() -> mixed.counts().written() + mixed.counts().excluded() == 100);
            assertThat(mixed.counts().excluded()).as("probes").isEqualTo(20);
            List<Map<String, Object>> events = mixed.events.await(80);
            Map<String, Long> logged = new HashMap<>();
            events.forEach(event ->
                    logged.put((String) event.get("http.request.id"), (Long) event.get("http.response.status_code")));
            assertThat(logged).isEqualTo(told);
        }
    }

    private static void send(ProtectedService mixed, String request, Map<String, Long> told) throws Exception {
        int blank = request.lastIndexOf(' ');
        RawAnswer answer = mixed.send(request.substring(0, blank));
        boolean probe = request.contains("z ");
        boolean limited = !probe && told.size() >= 60;
        assertThat(answer.status())
                .as(request)
                .isEqualTo(limited ? 429 : Integer.parseInt(request.substring(blank + 1)));
        if (!probe) {
            told.put(answer.header("X-Request-Id").get(0), (long) answer.status());
        }
    }

    @Test
    void hasTheIdThatTheClientWasToldAndNoneOfItsOwnChoice() throws Exception {
        RawAnswer answer = service.send("GET /hello", "X-Request-Id: mine");
        assertThat(answer.header("X-Request-Id")).hasSize(1).doesNotContain("mine");
        assertThat(eventOf(answer)).containsEntry("breakwater.request_id.source", "replaced");
    }

    @Nested
    final class OddBytes {
        /** Sent as they stand: bytes in ISO 8859-1. */
        static Stream<String> headers() {
            // U+2028, a line separator to some, in UTF-8.
            String separator = "\u00e2\u0080\u00a8";
            return Stream.of(
                            "a\r\n b: folded",
                            "a\rInjected: yes",
                            "a\nInjected: yes",
                            "a\u0000b",
                            "\u001b[31mred",
                            "a" + separator + "b",
                            "a\u00e9\u00ff\u0080\u0085b",
                            "a\u007fb",
                            "%0d%0aInjected: yes",
                            "\\r\\nInjected: yes",
                            "x".repeat(7_000))
                    .flatMap(value -> Stream.of(ODD, "User-Agent: ", "X-Request-Id: ", "Origin: ", "X-Forwarded-For: ")
                            .map(name -> name + value));
        }

        @ParameterizedTest
        @MethodSource("headers")
        void inAHeaderMakeNeitherASecondLineNorAHeader(String header) throws Exception {
            assertOneEvent("GET /hello", header);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/hello%0d%0aInjected:%20yes",
                    "/hello?q=%0d%0aInjected:%20yes",
                    "/missing%0aInjected:yes?%0d%0a",
                    "/%e2%80%a8?q=%e2%80%a8",
                    "/%1b[31m?q=%1b%5b31m",
                    "/%00?q=%00",
                    "/caf%e9?q=%e9%ff%85",
                    "/\u00e9?q=\u00e9\u00ff",
                    "/hello?q=\u001b\u0007",
                    "/hello?q=\"quoted\"\\u000a",
                    "/..%2f..%2fetc?q=%zz",
                })
        void inATargetMakeNeitherASecondLineNorAHeader(String target) throws Exception {
            assertOneEvent("GET " + target, ODD + "x");
        }

        /** Or none, if the container refuses the request before any filter. */
        private void assertOneEvent(String methodAndTarget, String header) throws Exception {
            // Every test before has waited for its events, so that none of theirs comes late.
            service.events.lines.clear();
            RawAnswer answer = service.send(methodAndTarget, header);
            service.send("GET /hello?last");
            assertThat(answer.status()).isIn(0, 200, 400, 404);
            assertThat(answer.lines()).noneMatch(line -> line.startsWith("Injected"));
            assertThat(answer.lines()).allMatch(line -> line.matches("[ -~]+"));
            boolean seen = !answer.header("X-Request-Id").isEmpty();
            List<Map<String, Object>> events = service.events.await(seen ? 2 : 1);
            assertThat(events).allMatch(event -> !event.containsKey("Injected"));
            assertThat(seen || answer.status() != 200)
                    .as("only what is refused goes unlogged")
                    .isTrue();
        }
    }

    @Nested
    final class CallsToModels {
        @ParameterizedTest
        @ValueSource(strings = {"/llm 1", "/llm-async 1", "/llm-twice 2"})
        void areInTheEventOfTheirRequestWhateverThreadMadeThem(String pathAndCalls) throws Exception {
            String[] parts = pathAndCalls.split(" ");
            long calls = Long.parseLong(parts[1]);
            RawAnswer answer = service.send("GET " + parts[0]);
            assertThat(answer.status()).isEqualTo(200);
            // A thousand tokens at one dollar a million, and a hundred at ten.
            assertThat(eventOf(answer))
                    .containsEntry("breakwater.llm.calls", calls)
                    .containsEntry("gen_ai.request.model", ServiceServlet.MODEL)
                    .containsEntry("gen_ai.usage.input_tokens", 1_000 * calls)
                    .containsEntry("gen_ai.usage.output_tokens", 100 * calls)
                    .containsEntry("breakwater.llm.cost_nano_usd", 2_000_000 * calls);
        }

        @Test
        void ofOtherRequestsAreNotInIt() throws Exception {
            Set<String> fields =
                    new HashSet<>(eventOf(service.send("GET /hello")).keySet());
            assertThat(fields).noneMatch(name -> name.startsWith("breakwater.llm") || name.startsWith("gen_ai"));
        }
    }
}
