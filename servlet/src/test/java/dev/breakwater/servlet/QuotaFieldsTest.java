/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.RawAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told about their quota, over HTTP, on a real server. */
@Tag("container")
final class QuotaFieldsTest {
    private static final String FROM_APP = "Origin: " + ProtectedService.ORIGIN;

    private static ProtectedService service(String limits, String... more) throws Exception {
        Map<String, String> settings = new HashMap<>(ProtectedService.limit(limits));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return ProtectedService.with(settings);
    }

    @Nested
    final class EachDialect {
        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                draft-11      | RateLimit: "everything";r=4;t=48
                draft-11      | RateLimit-Policy: "everything";q=5;w=60
                draft-10      | RateLimit: "everything";r=4;t=48
                draft-11-next | RateLimit: "everything";r=4;t=48;a=4;w=48;c=1
                draft-7       | RateLimit: limit=5, remaining=4, reset=48
                draft-7       | RateLimit-Policy: 5;w=60
                draft-6       | RateLimit-Remaining: 4
                legacy        | X-RateLimit-Reset: 1767225612
                """)
        void isSentAndScriptsMayReadIt(String dialect, String line) throws Exception {
            try (ProtectedService service = service("5 per minute", "rate-limit.headers", dialect)) {
                RawAnswer answer = service.send("GET /hello", FROM_APP);
                String name = line.substring(0, line.indexOf(':'));
                assertThat(answer.header(name)).containsExactly(line.substring(name.length() + 2));
                assertThat(answer.elements("Access-Control-Expose-Headers"))
                        .contains(name.toLowerCase(Locale.ROOT), "retry-after");
            }
        }

        @Test
        void standsBesideAnother() throws Exception {
            try (ProtectedService service = service("5 per minute", "rate-limit.headers", "draft-11, legacy")) {
                RawAnswer answer = service.send("GET /hello");
                assertThat(answer.header("RateLimit")).containsExactly("\"everything\";r=4;t=48");
                assertThat(answer.header("X-RateLimit-Remaining")).containsExactly("4");
            }
        }

        @Test
        void isSilentIfNoneIsWanted() throws Exception {
            try (ProtectedService service = service("1 per minute", "rate-limit.headers", "none")) {
                service.send("GET /hello");
                RawAnswer answer = service.send("GET /hello", FROM_APP);
                assertThat(answer.lines()).noneMatch(line -> line.contains("RateLimit"));
                assertThat(answer.header("Retry-After")).containsExactly("60");
            }
        }
    }

    @Nested
    final class TheApplicationsOwn {
        @Test
        void itemsStandBesideOurs() throws Exception {
            try (ProtectedService service = service("5 per minute")) {
                RawAnswer answer = service.send("GET /own-quota");
                assertThat(answer.elements("RateLimit"))
                        .containsExactlyInAnyOrder("\"everything\";r=4;t=48", "\"own\";r=8;t=60");
                assertThat(answer.elements("RateLimit-Policy"))
                        .containsExactlyInAnyOrder("\"everything\";q=5;w=60", "\"own\";q=9;w=60");
            }
        }

        @Test
        void numbersReplaceOurs() throws Exception {
            try (ProtectedService service = service("5 per minute", "rate-limit.headers", "legacy")) {
                assertThat(service.send("GET /own-quota").header("X-RateLimit-Limit"))
                        .containsExactly("9");
            }
        }
    }

    @Nested
    final class WhileNothingIsCharged {
        @ParameterizedTest
        @ValueSource(strings = {"draft-11, legacy", "draft-7"})
        void theMomentOfTheResetStaysWhereItIs(String dialects) throws Exception {
            try (ProtectedService service = service("5 per minute", "rate-limit.headers", dialects)) {
                for (int i = 0; i < 5; i++) {
                    service.send("GET /hello");
                }
                ManualTime time = (ManualTime) service.runtime.time();
                long first = reset(service.send("GET /hello"), time);
                for (int i = 0; i < 50; i++) {
                    time.advanceNanos(237_000_000);
                    RawAnswer answer = service.send("GET /hello");
                    assertThat(answer.status()).isEqualTo(429);
                    assertThat(reset(answer, time)).isBetween(first - 1, first + 1);
                }
            }
        }

        private static long reset(RawAnswer answer, ManualTime time) {
            List<String> legacy = answer.header("X-RateLimit-Reset");
            String field = answer.header("RateLimit").get(0);
            long seconds = Long.parseLong(field.substring(field.lastIndexOf('=') + 1));
            assertThat(answer.header("Retry-After")).containsExactly(Long.toString(seconds));
            if (!legacy.isEmpty()) {
                assertThat(Long.parseLong(legacy.get(0))).isBetween(1_767_225_659L, 1_767_225_661L);
            }
            return time.now().getEpochSecond() + seconds;
        }
    }

    @Nested
    final class Refusals {
        @ParameterizedTest
        @ValueSource(strings = {"*/*", "text/html", "*/*;q=0", "application/xml", "nonsense"})
        void areTheSameWhateverTheClientAccepts(String accepted) throws Exception {
            try (ProtectedService service = service("1 per minute")) {
                service.send("GET /hello");
                RawAnswer answer = service.send("GET /hello", "Accept: " + accepted);
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Content-Type")).containsExactly("application/problem+json");
                assertThat(answer.header("Cache-Control")).containsExactly("no-store");
                assertThat(answer.text())
                        .isEqualTo("{\"type\":\"https://iana.org/assignments/http-problem-types#quota-exceeded\","
                                + "\"title\":\"Request cannot be satisfied as assigned quota has been exceeded\","
                                + "\"status\":429,\"detail\":\"Retry in 60 s.\","
                                + "\"violated-policies\":[\"everything\"]}");
            }
        }

        @Test
        void areReadableByTheAllowedOriginAlone() throws Exception {
            try (ProtectedService service = service("1 per minute")) {
                service.send("GET /hello");
                RawAnswer answer = service.send("GET /hello", FROM_APP);
                assertThat(answer.status()).isEqualTo(429);
                assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(ProtectedService.ORIGIN);
                assertThat(answer.elements("Vary")).contains("Origin");
                assertThat(answer.elements("Access-Control-Expose-Headers"))
                        .contains("ratelimit", "ratelimit-policy", "retry-after");
                RawAnswer foreign = service.send("GET /hello", "Origin: https://elsewhere.example");
                assertThat(foreign.status()).isEqualTo(429);
                assertThat(foreign.header("Access-Control-Allow-Origin")).isEmpty();
                assertThat(foreign.header("Access-Control-Expose-Headers")).isEmpty();
                assertThat(foreign.elements("Vary")).contains("Origin");
            }
        }

        @Test
        void areSpreadWithinTheJitter() throws Exception {
            try (ProtectedService service = service("1 per minute", "rate-limit.retry-after-jitter", "10s")) {
                assertThat(service.send("GET /hello").header("Retry-After")).isEmpty();
                for (int i = 0; i < 20; i++) {
                    RawAnswer answer = service.send("GET /hello");
                    assertThat(Integer.parseInt(answer.header("Retry-After").get(0)))
                            .isBetween(60, 70);
                    assertThat(answer.header("RateLimit")).containsExactly("\"everything\";r=0;t=60");
                }
            }
        }
    }

    @Test
    void aSecretNamesCallersAndIsNotShown() throws Exception {
        String secret = "for-these-tests-alone";
        try (ProtectedService service = service("5 per minute", "rate-limit.partition-key-secret", secret)) {
            RawAnswer answer = service.send("GET /hello");
            assertThat(answer.header("RateLimit"))
                    .singleElement()
                    .asString()
                    .startsWith("\"everything\";r=4;t=48;pk=:")
                    .hasSize("\"everything\";r=4;t=48;pk=:".length() + 17);
            assertThat(answer.lines()).noneMatch(line -> line.contains(secret));
        }
    }
}
