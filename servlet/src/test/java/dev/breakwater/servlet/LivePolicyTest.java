/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.contract.RawAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * C92: policies are exchanged under traffic, and every response is wholly what one of the two says. The two differ in
 * everything they can: origins, methods, names, ages, credentials, and a header of the service's own.
 */
@Tag("container")
final class LivePolicyTest {
    // On five servers: ten thousand.
    private static final int REQUESTS = 2_000;
    private static final int MANY_REQUESTS = 100_000;
    private static final int CONNECTIONS = 4;
    private static final int BETWEEN_CHANGES = 23;

    // Tomcat closes a connection after a hundred requests.
    private static final int ON_ONE_CONNECTION = 90;

    private static final String STAYS = "https://stays.example";
    private static final String COMES = "https://comes.example";
    private static final List<String> QUESTIONS = List.of(
            "GET / HTTP/1.1\r\nHost: h\r\nOrigin: " + STAYS + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\nOrigin: " + COMES + "\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "OPTIONS / HTTP/1.1\r\nHost: h\r\nAccess-Control-Request-Method: PUT\r\nOrigin: " + STAYS + "\r\n\r\n",
            "OPTIONS / HTTP/1.1\r\nHost: h\r\nAccess-Control-Request-Method: PUT\r\nOrigin: " + COMES + "\r\n\r\n");

    private static Map<String, String> before() {
        Map<String, String> settings = new HashMap<>(WirePolicies.at(
                0,
                "/**",
                Map.of(
                        "allowed-origins", STAYS,
                        "allowed-methods", "PUT, PATCH",
                        "allowed-headers", "X-Before",
                        "exposed-headers", "X-Before",
                        "allow-credentials", "true",
                        "max-age", "60s")));
        settings.put("headers.set.X-Policy", "before");
        settings.put("headers.referrer-policy", "no-referrer");
        return settings;
    }

    private static Map<String, String> after() {
        Map<String, String> settings = new HashMap<>(WirePolicies.at(
                0,
                "/**",
                Map.of(
                        "allowed-origins", STAYS + ", " + COMES,
                        "allowed-methods", "PUT, DELETE",
                        "allowed-headers", "X-After",
                        "exposed-headers", "X-After",
                        "max-age", "120s")));
        settings.put("headers.set.X-Policy", "after");
        settings.put("headers.referrer-policy", "same-origin");
        return settings;
    }

    @Test
    void everyResponseIsOfOnePolicyAlone() throws Exception {
        everyResponseIsOfOnePolicyAlone(REQUESTS);
    }

    @Test
    @Tag("heavy")
    void everyResponseOfManyIsOfOnePolicyAlone() throws Exception {
        everyResponseIsOfOnePolicyAlone(MANY_REQUESTS);
    }

    private static void everyResponseIsOfOnePolicyAlone(int requests) throws Exception {
        try (WireService service = WireService.with(before())) {
            List<BreakwaterSettings> both = List.of(WireService.settings(before()), WireService.settings(after()));
            List<Set<String>> allowed = answersUnder(both, service);
            Map<String, Integer> seen = traffic(requests, service, both);

            assertThat(seen.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(requests);
            for (int i = 0; i < QUESTIONS.size(); i++) {
                String question = i + " ";
                assertThat(seen.keySet().stream()
                                .filter(answer -> answer.startsWith(question))
                                .map(answer -> answer.substring(question.length())))
                        .as(QUESTIONS.get(i))
                        .containsExactlyInAnyOrderElementsOf(allowed.get(i));
            }
        }
    }

    /** What each question is answered under the one policy and under the other. */
    private static List<Set<String>> answersUnder(List<BreakwaterSettings> both, WireService service)
            throws IOException {
        List<Set<String>> answers = new ArrayList<>();
        for (String question : QUESTIONS) {
            Set<String> two = new TreeSet<>();
            for (BreakwaterSettings settings : both) {
                service.use(settings);
                try (WireConnection connection = service.connect()) {
                    two.add(fingerprint(connection.send(question)));
                }
            }
            assertThat(two).as(question).hasSize(2);
            answers.add(two);
        }
        return answers;
    }

    /** How often each answer came while the policies were exchanged. */
    private static Map<String, Integer> traffic(int requests, WireService service, List<BreakwaterSettings> both)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            AtomicInteger changes = new AtomicInteger();
            List<Future<Map<String, Integer>>> clients = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(threads.submit(() -> client(requests / CONNECTIONS, service, () -> {
                    service.use(both.get(changes.getAndIncrement() % 2));
                })));
            }
            Map<String, Integer> seen = new HashMap<>();
            for (Future<Map<String, Integer>> client : clients) {
                client.get().forEach((answer, count) -> seen.merge(answer, count, Integer::sum));
            }
            return seen;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Asks one question after the other, and changes the policy from time to time under the requests of the others. */
    private static Map<String, Integer> client(int requests, WireService service, Runnable change) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        int sent = 0;
        while (sent < requests) {
            try (WireConnection connection = service.connect()) {
                for (int i = 0; i < ON_ONE_CONNECTION && sent < requests; i++, sent++) {
                    int question = sent % QUESTIONS.size();
                    RawAnswer answer = connection.send(QUESTIONS.get(question));
                    seen.merge(question + " " + fingerprint(answer), 1, Integer::sum);
                    if (sent % BETWEEN_CHANGES == 0) {
                        change.run();
                    }
                }
            }
        }
        return seen;
    }

    /** Everything of an answer that a policy decides. */
    private static String fingerprint(RawAnswer answer) {
        Set<String> lines = new TreeSet<>();
        for (String line : answer.lines()) {
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            if (name.startsWith("access-control-")
                    || name.equals("vary")
                    || name.equals("x-policy")
                    || name.equals("referrer-policy")) {
                if (!lines.add(line)) {
                    throw new AssertionError("twice: " + line);
                }
            }
        }
        return answer.status() + " " + lines;
    }
}
