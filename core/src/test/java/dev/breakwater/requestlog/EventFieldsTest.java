/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.MDC;

/** What events say beyond the ordinary. */
@Tag("minimal")
class EventFieldsTest {
    private static final String KEY = "0123456789abcdef-key";

    private static EventFixture log(RequestLogPolicy.Builder policy) {
        return new EventFixture(policy);
    }

    private static EventFixture log() {
        return log(RequestLogPolicy.builder());
    }

    @Nested
    class BytesAndTimes {
        @Test
        void areThoseOfTheOutcome() {
            assertThat(log().event(TestExchange.get("/"), new Outcome(200, Outcome.Kind.OK, 9, null, null, 0, 42, 7)))
                    .containsEntry("http.request.body.size", 0L)
                    .containsEntry("http.response.body.size", 42L)
                    .containsEntry("breakwater.ttfb_ns", 7L);
        }

        @Test
        void areAbsentWhereNobodyCounted() {
            assertThat(log().event(TestExchange.get("/")))
                    .doesNotContainKeys("http.request.body.size", "http.response.body.size", "breakwater.ttfb_ns");
        }

        @Test
        void areNeverNegative() {
            assertThat(log().event(TestExchange.get("/"), new Outcome(200, Outcome.Kind.OK, -5, null, null)))
                    .containsEntry("event.duration", 0L)
                    .containsEntry("message", "GET / 200 0ms");
        }
    }

    @Nested
    class ARoute {
        @Test
        void isWhatTheApplicationSaidWhereTheAdapterKnowsNone() {
            TestExchange exchange = TestExchange.get("/orders/7");
            exchange.route("/orders/{id}");

            assertThat(log().event(exchange))
                    .containsEntry("http.route", "/orders/{id}")
                    .containsEntry("message", "GET /orders/{id} 200 1ms");
        }

        @Test
        void isTheAdaptersWhereItKnowsOne() {
            TestExchange exchange = TestExchange.get("/orders/7");
            exchange.route("/other");

            assertThat(log().event(exchange, new Outcome(200, Outcome.Kind.OK, 1, "/orders/{id}", null)))
                    .containsEntry("http.route", "/orders/{id}");
        }
    }

    @Nested
    class AnError {
        @Test
        void hasMessageStackAndHashWithoutSecrets() {
            Exception thrown = new IllegalStateException(
                    "no postgres://u:pw@db/x\r\n\u001b[31m", new RuntimeException("password=hunter2"));
            Map<String, Object> event = log().event(TestExchange.get("/"), EventFixture.failed(thrown));

            assertThat(event.get("error.message").toString())
                    .contains("postgres://")
                    .doesNotContain("pw");
            assertThat(event.get("error.stack_trace").toString())
                    .contains("IllegalStateException", "Caused by", "EventFieldsTest")
                    .doesNotContain("hunter2", "u:pw");
            assertThat(event.get("error.stack_hash").toString()).matches("[0-9a-f]{16}");
        }

        @Test
        void isBoundedHoweverDeepItsStackAndLongItsMessage() {
            RuntimeException thrown = new RuntimeException("x".repeat(1_000_000));
            StackTraceElement[] frames = new StackTraceElement[5_000];
            java.util.Arrays.fill(frames, new StackTraceElement("some.Type", "method", "Type.java", 1));
            thrown.setStackTrace(frames);
            Map<String, Object> event = log().event(TestExchange.get("/"), EventFixture.failed(thrown));

            assertThat(event.get("error.message").toString()).hasSize(1_024);
            assertThat(event.get("error.stack_trace").toString()).hasSize(16_384);
        }

        @Test
        void hasTheSameHashWhateverItsMessage() {
            assertThat(StackTraces.hash(thrown("a"))).isEqualTo(StackTraces.hash(thrown("b")));
            assertThat(StackTraces.hash(thrown("a"))).isNotEqualTo(StackTraces.hash(new RuntimeException("a")));
        }

        private static Exception thrown(String message) {
            return new IllegalArgumentException(message);
        }

        @Test
        void thatThrowsWhenItIsAskedIsStillAnEvent() {
            RuntimeException thrown = new RuntimeException() {
                @Override
                public String getMessage() {
                    throw new IllegalStateException("unspeakable");
                }
            };

            assertThat(log().event(TestExchange.get("/"), EventFixture.failed(thrown)))
                    .containsKey("error.stack_hash")
                    .containsEntry("error.message", "REDACTED");
        }

        @Test
        void thatCausesItselfEnds() {
            Exception one = new Exception("one");
            Exception two = new Exception("two", one);
            one.initCause(two);

            assertThat(log().event(TestExchange.get("/"), EventFixture.failed(two)))
                    .containsKey("error.stack_hash");
        }

        @Test
        void ofAClientThatWentAwayIsNobodys() {
            assertThat(log().event(
                                    TestExchange.get("/"),
                                    new Outcome(200, Outcome.Kind.CLIENT_ABORT, 1, null, new Exception("broken pipe"))))
                    .doesNotContainKeys("error.message", "error.stack_trace", "error.stack_hash");
        }
    }

    @Nested
    class People {
        private static final TestExchange.Builder ALICE =
                TestExchange.request("GET", "/").user("alice").peer("203.0.113.77");

        @Test
        void areShownByAKeyedHashThatAnybodyWithTheKeyCanMake() {
            // printf alice | openssl dgst -sha256 -hmac 0123456789abcdef-key
            assertThat(log(RequestLogPolicy.builder().hashKey(KEY)).event(ALICE.build()))
                    .containsEntry("user.id", Pseudonyms.of(KEY).name("alice"));
            assertThat(Pseudonyms.of(KEY).name("alice")).matches("[0-9a-f]{16}");
        }

        @Test
        void haveAHashOfTheirOwnInEachProcessWithoutAKey() {
            Object one = log().event(ALICE.build()).get("user.id");

            assertThat(one).isNotEqualTo(log().event(ALICE.build()).get("user.id"));
            assertThat(RequestLogPolicy.builder().build().hashesByRandomKey()).isTrue();
            assertThat(RequestLogPolicy.builder().hashKey(KEY).build().hashesByRandomKey())
                    .isFalse();
        }

        @Test
        void areNamedOrLeftOutOnDemand() {
            assertThat(log(RequestLogPolicy.builder().user(LoggedUser.FULL)).event(ALICE.build()))
                    .containsEntry("user.id", "alice");
            assertThat(log(RequestLogPolicy.builder().user(LoggedUser.OMIT)).event(ALICE.build()))
                    .doesNotContainKey("user.id");
        }

        @ParameterizedTest
        @CsvSource({
            "FULL, 203.0.113.77, 203.0.113.77",
            "CUT, 203.0.113.77, 203.0.113.0",
            "CUT, 2001:db8:1:2:3:4:5:6, 2001:db8:1::",
            "FULL, 2001:db8:1:2:3:4:5:6, 2001:db8:1:2:3:4:5:6",
        })
        void haveAnAddressThatShowsAsMuchAsIsWanted(LoggedAddress how, String peer, String shown) {
            assertThat(log(RequestLogPolicy.builder().clientAddress(how))
                            .event(TestExchange.request("GET", "/").peer(peer).build()))
                    .containsEntry("client.address", shown)
                    .containsEntry("network.peer.address", shown);
        }

        @Test
        void areNotGivenAwayByAnAddressThatIsHashed() {
            EventFixture log = log(
                    RequestLogPolicy.builder().clientAddress(LoggedAddress.HASH).hashKey(KEY));

            assertThat(log.line(ALICE.build(), EventFixture.ok()))
                    .doesNotContain("203.0.113")
                    .doesNotContain("alice");
            assertThat(log.sink.only())
                    .containsEntry("client.address", Pseudonyms.of(KEY).name("203.0.113.77"));
        }
    }

    @Nested
    class AReferrer {
        @ParameterizedTest
        @CsvSource(
                nullValues = "none",
                value = {
                    "https://shop.example/cart?token=abc, https://shop.example",
                    "https://shop.example:8443?x, https://shop.example:8443",
                    "https://u:pw@shop.example/x, https://shop.example",
                    "https://shop.example, https://shop.example",
                    "about:blank, none",
                    "'', none",
                    "://x, none",
                })
        void isAnOriginOnly(String sent, String shown) {
            assertThat(log().event(TestExchange.request("GET", "/")
                                    .header("Referer", sent)
                                    .build())
                            .get("http.request.referrer"))
                    .isEqualTo(shown);
        }
    }

    @Nested
    class Headers {
        @Test
        void areShownIfTheyAreWantedAndInAnArray() {
            TestExchange exchange = TestExchange.request("GET", "/")
                    .header("Accept-Language", "en")
                    .header("accept-language", "no")
                    .header("X-Other", "x")
                    .build()
                    .answering("Content-Type", "text/plain");

            assertThat(log(RequestLogPolicy.builder().headers(List.of("Accept-Language", "content-type")))
                            .event(exchange))
                    .containsEntry("http.request.header.accept-language", List.of("en", "no"))
                    .containsEntry("http.response.header.content-type", List.of("text/plain"))
                    .doesNotContainKeys("http.request.header.x-other", "http.request.header.content-type");
        }

        @Test
        void loseTheirSecretsThoughTheyAreWanted() {
            List<String> names = List.of("Authorization", "Cookie", "Set-Cookie", "X-Api-Key", "WWW-Authenticate");
            TestExchange.Builder request = TestExchange.request("GET", "/");
            names.forEach(name -> request.header(name, "Bearer planted-secret-123"));
            TestExchange exchange = request.build().answering("Set-Cookie", "id=planted-secret-123");

            assertThat(log(RequestLogPolicy.builder().headers(names)).line(exchange, EventFixture.ok()))
                    .doesNotContain("planted")
                    .contains("http.request.header.cookie", "http.response.header.set-cookie");
        }

        @Test
        void namedTwiceAreShownOnce() {
            assertThat(log(RequestLogPolicy.builder().headers(List.of("X-A", "x-a")))
                            .event(TestExchange.request("GET", "/")
                                    .header("X-A", "1")
                                    .build()))
                    .containsEntry("http.request.header.x-a", List.of("1"));
        }
    }

    @Nested
    class ATrace {
        private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
        private static final String SPAN = "00f067aa0ba902b7";

        @AfterEach
        void forget() {
            MDC.clear();
        }

        @Test
        void isThatOfATracerWhereNoneCameIn() {
            MDC.put("traceId", TRACE);
            MDC.put("spanId", SPAN);

            assertThat(log().event(TestExchange.get("/")))
                    .containsEntry("trace.id", TRACE)
                    .containsEntry("span.id", SPAN);
        }

        @ParameterizedTest
        @CsvSource({
            "4BF92F3577B34DA6A3CE929D0E0E4736, 00f067aa0ba902b7",
            "a3ce929d0e0e4736, 00f067aa0ba902b7",
            "00000000000000000000000000000000, 00f067aa0ba902b7",
            "4bf92f3577b34da6a3ce929d0e0e4736, x",
        })
        void ofATracerThatWritesOtherIdsIsNone(String trace, String span) {
            MDC.put("traceId", trace);
            MDC.put("spanId", span);

            assertThat(log().event(TestExchange.get("/"))).doesNotContainKeys("trace.id", "span.id");
        }

        @Test
        void thatCameInIsSaidBack() {
            String sent = "00-" + TRACE + '-' + SPAN + "-01";

            assertThat(echo(sent)).isEqualTo(sent);
        }

        @ParameterizedTest
        @CsvSource({"03, 01", "02, 00"})
        void ofALaterVersionIsSaidBackInOurs(String flags, String known) {
            assertThat(echo("cc-" + TRACE + '-' + SPAN + '-' + flags + "-\u00e9"))
                    .isEqualTo("00-" + TRACE + '-' + SPAN + '-' + known);
        }

        @Test
        void thatIsNotValidIsNotSaidBack() {
            assertThat(echo("nonsense")).isNull();
        }

        private static String echo(String sent) {
            var rule = log().admit(TestExchange.request("GET", "/")
                            .header("traceparent", sent)
                            .build())
                    .headerRules()
                    .find("traceparent");
            return rule == null ? null : rule.value();
        }
    }

    @Nested
    class ManyAttributes {
        @Test
        void areBoundedAndCounted() {
            EventFixture log = log();
            Exchange exchange = TestExchange.get("/");
            var admission = log.admit(exchange);
            Exchange previous = CurrentExchange.open(exchange);
            try {
                for (int i = 0; i < 10_000; i++) {
                    RequestEvent.put("n" + i, "x");
                }
            } finally {
                CurrentExchange.close(previous);
            }
            admission.complete(EventFixture.ok());

            assertThat(log.sink.only().keySet().stream().filter(name -> name.startsWith("app.")))
                    .hasSize(64);
            assertThat(log.guard.counts().refusedFields()).isEqualTo(10_000 - 64);
        }
    }

    @Nested
    class APolicy {
        @Test
        void saysEverythingThatIsWrongAtOnce() {
            List<String> names = new ArrayList<>(Collections.nCopies(65, "X-A"));
            names.add("a b");

            assertThatThrownBy(() -> RequestLogPolicy.builder()
                            .sample(1.1)
                            .slowThreshold(Duration.ofSeconds(-1))
                            .headers(names)
                            .maxBodySize(65_537)
                            .hashKey("short")
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-LOG-002 sample: 1.1")
                    .hasMessageContaining("BW-LOG-003 slow-threshold")
                    .hasMessageContaining("BW-LOG-004 headers[65]: \"a b\"")
                    .hasMessageContaining("BW-LOG-005 headers")
                    .hasMessageContaining("BW-LOG-006 max-body-size")
                    .hasMessageContaining("BW-LOG-007 hash-key: 5 characters")
                    .hasMessageNotContaining("short");
            assertThatThrownBy(
                            () -> RequestLogPolicy.builder().sample(Double.NaN).build())
                    .hasMessageContaining("BW-LOG-002");
        }
    }
}
