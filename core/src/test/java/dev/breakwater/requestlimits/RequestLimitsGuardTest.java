/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Guard;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.BodyLimit;
import dev.breakwater.exchange.Deadline;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.requestlimits.RequestRefused.Reason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestLimitsGuardTest extends GuardContract {
    private static final long KB = 1024;
    private static final long MB = 1024 * KB;

    private final RequestLimitsGuard guard = new RequestLimitsGuard(RequestLimitsPolicy.builder()
            .timeout(Duration.ofSeconds(10))
            .rule(List.of("/upload/**"), 50 * MB, null)
            .rule(List.of("/upload/small/**", "/form"), 10L, Duration.ofSeconds(1))
            .rule(List.of("/stream/**"), null, Duration.ZERO)
            .build());

    @Override
    protected Guard guard() {
        return guard;
    }

    private static TestExchange.Builder post() {
        return TestExchange.request("POST", "/x");
    }

    private void assertPasses(TestExchange.Builder request) {
        assertThat(guard.inspect(request.build())).isInstanceOf(Verdict.Proceed.class);
    }

    private void assertRefused(TestExchange.Builder request, int status, Reason why, String limit) {
        assertThat(guard.inspect(request.build())).isInstanceOfSatisfying(Verdict.Respond.class, refused -> {
            assertThat(refused.reply().status()).isEqualTo(status);
            assertThat(refused.reply().text()).contains(limit).contains("\"status\":" + status);
            assertThat(refused.reply().headers())
                    .anySatisfy(header -> assertThat(header.value()).isEqualTo("no-store"))
                    .anySatisfy(header -> assertThat(header.value()).isEqualTo("application/problem+json"));
            assertThat(refused.decision()).isEqualTo(new RequestRefused(why));
        });
    }

    @Nested
    class Uris {
        @Test
        void countPathAndQueryAsTheyWereSent() {
            assertPasses(post().rawPath("/" + "a".repeat(8 * 1024 - 1)).query(null));
            assertPasses(post().rawPath("/" + "a".repeat(4 * 1024 - 1)).query("b".repeat(4 * 1024 - 1)));
            assertRefused(
                    post().rawPath("/" + "a".repeat(8 * 1024)).query(null),
                    414,
                    Reason.URI_TOO_LONG,
                    "8 KB (8192 bytes)");
            assertRefused(
                    post().rawPath("/" + "a".repeat(4 * 1024 - 1)).query("b".repeat(4 * 1024)),
                    414,
                    Reason.URI_TOO_LONG,
                    "8192 bytes");
        }
    }

    @Nested
    class Headers {
        @Test
        void mayHaveAHundredLines() {
            TestExchange.Builder request = post();
            for (int i = 0; i < 100; i++) {
                request.header(i < 50 ? "Same" : "H" + i, "v");
            }
            assertPasses(request);
            assertRefused(request.header("same", "v"), 431, Reason.TOO_MANY_HEADERS, "100 header lines");
        }

        @Test
        void mayHaveSixteenKilobytesOfNamesAndValues() {
            assertPasses(post().header("Name", "v".repeat(16 * 1024 - 4)));
            assertRefused(
                    post().header("Name", "v".repeat(16 * 1024 - 3)), 431, Reason.HEADERS_TOO_LARGE, "16 KB (16384");
        }
    }

    @Nested
    class LengthsOfBodies {
        @ParameterizedTest
        @ValueSource(strings = {"0", "1048576", "0001048576", "5, 5", " 5\t,5", "000000000000000000000000000005"})
        void upToTheLimitPass(String length) {
            assertPasses(post().header("Content-Length", length));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1048577",
                    "99999999999999999999",
                    "9223372036854775807",
                    "18446744073709551615, " + "18446744073709551615"
                })
        void beyondItAreRefused(String length) {
            assertRefused(post().header("Content-Length", length), 413, Reason.BODY_TOO_LARGE, "1 MB (1048576 bytes)");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", " ", "-1", "+1", "1x", "0x1", "1.0", "1 2", "1,2", "1,", ",1", ",", "\u0661", "1e3"})
        void thatMeanNothingAreRefused(String length) {
            assertRefused(post().header("Content-Length", length), 400, Reason.BODY_LENGTH_INVALID, "one whole number");
        }

        @Test
        void onSeveralLinesMustAgree() {
            assertPasses(post().header("Content-Length", "5").header("content-length", "5"));
            assertRefused(
                    post().header("Content-Length", "5").header("content-length", "6"),
                    400,
                    Reason.BODY_LENGTH_INVALID,
                    "Content-Length");
            assertRefused(
                    post().header("Content-Length", "5")
                            .header("content-length", "6")
                            .header("content-length", "6"),
                    400,
                    Reason.BODY_LENGTH_INVALID,
                    "Content-Length");
        }

        @Test
        void doNotStandBesideChunks() {
            assertPasses(post().header("Transfer-Encoding", "chunked"));
            assertRefused(
                    post().header("Content-Length", "5").header("Transfer-Encoding", "chunked"),
                    400,
                    Reason.BODY_LENGTH_INVALID,
                    "Transfer-Encoding");
        }
    }

    @Nested
    class WhatIsLeftWithTheExchange {
        @ParameterizedTest
        @CsvSource({
            "/, 1048576, 10",
            "/upload/x, 52428800, 10",
            "/upload/small/x, 10, 1",
            "/form, 10, 1",
            "/stream/x, 1048576, 0"
        })
        void isSaidByTheMostSpecificRuleThatSaysIt(String path, long maxBytes, long seconds) {
            ManualTime time = new ManualTime();
            TestExchange exchange =
                    TestExchange.request("POST", path).time(time).build();
            guard.inspect(exchange);
            assertThat(BodyLimit.of(exchange).maxBytes()).isEqualTo(maxBytes);
            assertThat(BodyLimit.of(exchange).tooLong().status()).isEqualTo(413);
            assertThat(BodyLimit.of(exchange).lengthRequired().status()).isEqualTo(411);
            Deadline deadline = Deadline.of(exchange);
            assertThat(deadline == null ? 0 : deadline.remainingNanos(time))
                    .isEqualTo(Duration.ofSeconds(seconds).toNanos());
        }

        @Test
        void countsFromTheRequestsStart() {
            ManualTime time = new ManualTime();
            TestExchange exchange = TestExchange.request("POST", "/").time(time).build();
            time.advance(Duration.ofSeconds(4));
            guard.inspect(exchange);
            assertThat(Deadline.of(exchange).remainingNanos(time))
                    .isEqualTo(Duration.ofSeconds(6).toNanos());
            assertThat(Deadline.of(exchange).tooLate().status()).isEqualTo(503);
        }

        @ParameterizedTest(name = "{0} on {1}: {2}")
        @CsvSource(delimiter = '|', textBlock = """
                        300         | /         | 300
                        ' 300 '     | /         | 300
                        60000       | /         | 10000
                        9999999999  | /         | 10000
                        99999999999 | /         | 10000
                        300         | /stream/x | 300
                        soon        | /stream/x | -1
                        5s          | /         | 10000
                        1.5         | /         | 10000
                        -           | /         | 10000
                        ''          | /         | 10000
                                    | /         | 10000
                        """)
        void isShortenedByWhatTheCallerSaysAndNeverLengthened(String said, String path, long millis) {
            ManualTime time = new ManualTime();
            TestExchange.Builder request = TestExchange.request("POST", path).time(time);
            if (said != null) {
                request.header("X-Time-Left", said);
            }
            TestExchange exchange = request.build();
            assertThat(told().inspect(exchange)).isInstanceOf(Verdict.Proceed.class);
            Deadline deadline = Deadline.of(exchange);
            assertThat(
                            deadline == null
                                    ? -1
                                    : Duration.ofNanos(deadline.remainingNanos(time))
                                            .toMillis())
                    .isEqualTo(millis);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "-300", "000"})
        void hasPassedIfTheCallerWaitsNoLonger(String said) {
            assertThat(told().inspect(post().header("X-Time-Left", said).build()))
                    .isInstanceOfSatisfying(Verdict.Respond.class, refused -> {
                        assertThat(refused.reply().status()).isEqualTo(503);
                        assertThat(refused.decision()).isEqualTo(new RequestRefused(Reason.DEADLINE_PASSED));
                    });
        }

        @Test
        void isTheServicesAloneUnlessAHeaderIsNamed() {
            ManualTime time = new ManualTime();
            TestExchange exchange = post().header("X-Time-Left", "1").time(time).build();
            guard.inspect(exchange);
            assertThat(Deadline.of(exchange).remainingNanos(time))
                    .isEqualTo(Duration.ofSeconds(10).toNanos());
        }

        @ParameterizedTest
        @CsvSource({"9999,CALLER", "10000,SERVICE", "60000,SERVICE", "soon,SERVICE"})
        void saysWhoseItIs(String said, Deadline.Origin origin) {
            TestExchange exchange = post().header("X-Time-Left", said).build();
            told().inspect(exchange);
            assertThat(Deadline.of(exchange).origin()).isEqualTo(origin);
        }

        private RequestLimitsGuard told() {
            return new RequestLimitsGuard(RequestLimitsPolicy.builder()
                    .timeout(Duration.ofSeconds(10))
                    .rule(List.of("/stream/**"), null, Duration.ZERO)
                    .deadlineHeader("X-Time-Left")
                    .build());
        }

        @Test
        void isNoDeadlineUnlessOneIsSet() {
            TestExchange exchange = TestExchange.get("/");
            new RequestLimitsGuard(RequestLimitsPolicy.defaults()).inspect(exchange);
            assertThat(Deadline.of(exchange)).isNull();
            assertThat(BodyLimit.of(exchange)).isNotNull();
        }
    }

    @Test
    void aWrongPolicySaysAllThatIsWrong() {
        assertThatThrownBy(() -> RequestLimitsPolicy.builder()
                        .maxBodySize(-1)
                        .maxHeaders(0)
                        .maxHeaderSize(0)
                        .maxUriLength(0)
                        .timeout(Duration.ofSeconds(-1))
                        .rule(List.of(), 1L, null)
                        .rule(List.of("no-slash"), null, null)
                        .rule(List.of("/x"), -1L, Duration.ofDays(400))
                        .build())
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::path)
                                .contains(
                                        "max-uri-length",
                                        "max-headers",
                                        "max-header-size",
                                        "max-body-size",
                                        "timeout",
                                        "rules[0].paths",
                                        "rules[1]",
                                        "rules[2].max-body-size",
                                        "rules[2].timeout"));
    }
}
