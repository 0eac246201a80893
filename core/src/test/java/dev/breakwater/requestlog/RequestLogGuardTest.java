/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.SecurityEvent;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

@Tag("minimal")
class RequestLogGuardTest extends GuardContract {
    private static final String PROXY = "10.0.0.7";

    private final RecordingSink sink = new RecordingSink();
    private final CallerResolver behindProxy = CallerResolver.of(
            TrustedProxies.of(List.of(Cidr.parse("10.0.0.0/8")), ForwardedHeader.X_FORWARDED_FOR), 64);
    private RequestLogGuard guard = guard(RequestLogPolicy.builder());

    @Override
    protected Guard guard() {
        return guard(RequestLogPolicy.builder());
    }

    private RequestLogGuard guard(RequestLogPolicy.Builder policy) {
        return RequestLogGuard.of(policy.build(), sink, new ManualTime(), new RandomBits(1));
    }

    private Admission admit(Exchange exchange, Guard... others) {
        return admit(CallerResolver.direct(), exchange, others);
    }

    private Admission admit(CallerResolver callers, Exchange exchange, Guard... others) {
        List<Guard> guards = new ArrayList<>();
        guards.add(guard);
        guards.addAll(List.of(others));
        return Breakwater.builder()
                .guards(guards)
                .observers(List.of(guard))
                .callers(callers)
                .build()
                .admit(exchange);
    }

    private Map<String, Object> event(Exchange exchange) {
        admit(exchange).complete(ok(200));
        return sink.only();
    }

    private static Outcome ok(int status) {
        return new Outcome(status, Outcome.Kind.OK, 12_345_678, null, null);
    }

    private static Guard deciding(String name, Stage stage, Decision decision) {
        return new Guard() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Stage stage() {
                return stage;
            }

            @Override
            public Verdict inspect(Exchange exchange) {
                return Verdict.proceed().because(decision);
            }
        };
    }

    private static String echoed(Admission admission) {
        HeaderRule rule = admission.headerRules().find("X-Request-Id");
        assertThat(rule.mode()).isEqualTo(HeaderRule.Mode.PIN);
        return rule.value();
    }

    private record Counted(long more) implements Decision {
        @Override
        public void describe(Fields fields) {
            fields.add("x.sum", more);
        }
    }

    private record Suspicious() implements Decision {
        @Override
        public SecurityEvent securityEvent() {
            return SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED;
        }
    }

    private record Said(Map<String, Object> what) implements Decision {
        @Override
        public void describe(Fields fields) {
            what.forEach((name, value) -> {
                if (value instanceof Long number) {
                    fields.put(name, number);
                } else {
                    fields.put(name, value.toString());
                }
            });
        }
    }

    @Nested
    class AnOrdinaryRequest {
        @Test
        void isOneEventWithEverythingThatIsKnown() {
            guard = guard(RequestLogPolicy.builder()
                    .serviceName("orders")
                    .serviceVersion("1.4")
                    .environment("test"));
            admit(TestExchange.request("GET", "/api/v1/orders")
                            .query("page=2&token=abc")
                            .authority("shop.example:8443")
                            .header("User-Agent", "curl/8.5.0")
                            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                            .time(new ManualTime().advanceNanos(123_456_789))
                            .build())
                    .complete(new Outcome(200, Outcome.Kind.OK, 12_345_678, "/api/v1/{what}", null));

            Map<String, Object> event = sink.only();
            assertThat(event.get("event.id")).isEqualTo(event.get("http.request.id"));
            assertThat(event.get("event.id").toString()).startsWith("019b76da-a87b-7");
            event.remove("event.id");
            event.remove("http.request.id");
            assertThat(event)
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("@timestamp", "2026-01-01T00:00:00.123456Z"),
                            Map.entry("log.level", "INFO"),
                            Map.entry("message", "GET /api/v1/{what} 200 12ms"),
                            Map.entry("event.name", "http.server.request"),
                            Map.entry("event.outcome", "success"),
                            Map.entry("event.duration", 12_345_678L),
                            Map.entry("service.name", "orders"),
                            Map.entry("service.version", "1.4"),
                            Map.entry("deployment.environment.name", "test"),
                            Map.entry("trace.id", "4bf92f3577b34da6a3ce929d0e0e4736"),
                            Map.entry("span.id", "00f067aa0ba902b7"),
                            Map.entry("breakwater.request_id.source", "generated"),
                            Map.entry("http.request.method", "GET"),
                            Map.entry("url.scheme", "http"),
                            Map.entry("url.path", "/api/v1/orders"),
                            Map.entry("url.query", "page=2&token=REDACTED"),
                            Map.entry("url.domain", "shop.example"),
                            Map.entry("http.route", "/api/v1/{what}"),
                            Map.entry("http.response.status_code", 200L),
                            Map.entry("client.address", TestExchange.PEER),
                            Map.entry("network.peer.address", TestExchange.PEER),
                            Map.entry("network.protocol.version", "1.1"),
                            Map.entry("user_agent.original", "curl/8.5.0"),
                            Map.entry("breakwater.sample.rate", 1.0),
                            Map.entry("breakwater.outcome", "ok")));
        }

        @Test
        void leavesOutWhatIsNotKnown() {
            admit(TestExchange.request("GET", "/")
                            .peer(null)
                            .authority(null)
                            .protocol("X")
                            .build())
                    .complete(new Outcome(0, Outcome.Kind.CLIENT_ABORT, 0, null, null));

            assertThat(sink.only())
                    .doesNotContainKeys(
                            "client.address",
                            "network.peer.address",
                            "url.domain",
                            "url.query",
                            "http.route",
                            "http.response.status_code",
                            "network.protocol.version",
                            "service.name",
                            "trace.id",
                            "user_agent.original")
                    .containsEntry("event.outcome", "unknown")
                    .containsEntry("error.type", "client_abort")
                    .containsEntry("message", "GET / 0ms");
        }

        @ParameterizedTest
        @CsvSource({
            "200, OK, INFO, success,",
            "404, OK, INFO, success,",
            "429, REJECTED, INFO, success,",
            "400, OK, WARN, success,",
            "403, REJECTED, WARN, success,",
            "500, ERROR, ERROR, failure, java.lang.IllegalStateException",
            "503, REJECTED, WARN, failure, 503",
            "503, TIMEOUT, ERROR, failure, timeout",
            "200, ABORTED_AFTER_COMMIT, ERROR, failure, java.lang.IllegalStateException",
            "200, CLIENT_ABORT, INFO, unknown, client_abort",
        })
        void hasTheLevelAndOutcomeOfItsEnd(int status, Outcome.Kind kind, Level level, String outcome, String error) {
            boolean thrown = kind == Outcome.Kind.ERROR || kind == Outcome.Kind.ABORTED_AFTER_COMMIT;
            admit(TestExchange.get("/"))
                    .complete(new Outcome(status, kind, 1, null, thrown ? new IllegalStateException("x") : null));

            assertThat(sink.levels).containsExactly(level);
            assertThat(sink.only()).containsEntry("log.level", level.name()).containsEntry("event.outcome", outcome);
            assertThat(sink.only().get("error.type")).isEqualTo(error);
        }

        @ParameterizedTest
        @ValueSource(strings = {"FOO", "get", "BREW\u0007"})
        void withAMethodNobodyKnowsIsOther(String method) {
            assertThat(event(TestExchange.request(method, "/").build()))
                    .containsEntry("http.request.method", "_OTHER")
                    .containsEntry("http.request.method_original", method);
        }
    }

    @Nested
    class AnAttackOnTheLine {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "%0d%0a{\"fake\":1}",
                    "\r\n{\"fake\":1}",
                    "\u001b[2J",
                    "\u2028\u2029\u0085",
                    "\u202e\u2066",
                    "\u0000\u007f",
                    "\ud800",
                    "\"},{\"",
                    "\\",
                })
        void staysInsideOneLineOfPrintableAscii(String text) {
            event(TestExchange.request("GET", "/a" + text)
                    .query("q=" + text)
                    .authority("h" + text)
                    .header("User-Agent", "u" + text)
                    .header("X-Request-Id", "r" + text)
                    .header("traceparent", "t" + text)
                    .peer("p" + text)
                    .build());

            assertThat(sink.lines.get(0)).matches("[ -~]+");
            assertThat(sink.only()).containsEntry("user_agent.original", "u" + text);
        }

        @Test
        void isBoundedHoweverLongTheRequest() {
            String text = "x".repeat(100_000);
            event(TestExchange.request("GET", "/" + text)
                    .query(text)
                    .authority(text)
                    .header("User-Agent", text)
                    .peer(text)
                    .build());

            assertThat(sink.lines.get(0)).hasSizeLessThan(8_000);
        }
    }

    @Nested
    class ARequestId {
        private TestExchange.Builder fromProxy() {
            return TestExchange.request("GET", "/").peer(PROXY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"abc", "A.b_c-9", "x"})
        void ofATrustedProxyIsKept(String id) {
            Admission admission =
                    admit(behindProxy, fromProxy().header("X-Request-Id", id).build());
            admission.complete(ok(200));

            assertThat(echoed(admission)).isEqualTo(id);
            assertThat(sink.only())
                    .containsEntry("http.request.id", id)
                    .containsEntry("breakwater.request_id.source", "incoming");
            assertThat(sink.only().get("event.id")).isNotEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "../../x", "\u00e9", "a b", "a\r\nb", "a,b"})
        void thatBreaksTheRulesIsReplaced(String id) {
            assertReplaced(fromProxy().header("X-Request-Id", id));
        }

        @Test
        void thatIsTooLongIsReplaced() {
            assertReplaced(fromProxy().header("X-Request-Id", "x".repeat(129)));
            sink.lines.clear();
            admit(
                            behindProxy,
                            fromProxy().header("X-Request-Id", "x".repeat(128)).build())
                    .complete(ok(200));
            assertThat(sink.only()).containsEntry("breakwater.request_id.source", "incoming");
        }

        @Test
        void thatComesTwiceIsReplaced() {
            assertReplaced(fromProxy().header("X-Request-Id", "a").header("X-Request-Id", "a"));
        }

        @Test
        void ofAnybodyElseIsReplaced() {
            assertReplaced(TestExchange.request("GET", "/").header("X-Request-Id", "abc"));
        }

        @Test
        void isNotBelievedWhenTheContainerNamesThePeer() {
            CallerResolver container =
                    CallerResolver.of(TrustedProxies.of(List.of(Cidr.parse("10.0.0.0/8")), ForwardedHeader.NONE), 64);
            admit(container, fromProxy().header("X-Request-Id", "abc").build()).complete(ok(200));

            assertThat(sink.only()).containsEntry("breakwater.request_id.source", "replaced");
        }

        private void assertReplaced(TestExchange.Builder request) {
            Admission admission = admit(behindProxy, request.build());
            admission.complete(ok(200));

            assertThat(echoed(admission))
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
            assertThat(sink.only())
                    .containsEntry("http.request.id", echoed(admission))
                    .containsEntry("breakwater.request_id.source", "replaced");
        }
    }

    @Nested
    class Correlations {
        private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        @Test
        void areKeptForCallsThatAreMadeForTheRequest() {
            TestExchange exchange = traced("vendor=1");
            Admission admission = admit(exchange);

            assertThat(Correlation.of(exchange)).isEqualTo(new Correlation(echoed(admission), TRACE, "vendor=1"));
        }

        @Test
        void haveNoTraceWhereTheHeaderIsNotValid() {
            TestExchange exchange = TestExchange.request("GET", "/")
                    .header("traceparent", "nonsense")
                    .header("tracestate", "vendor=1")
                    .build();
            Admission admission = admit(exchange);

            assertThat(Correlation.of(exchange)).isEqualTo(new Correlation(echoed(admission), null, null));
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "vendor=\u00e4", "v=\r\nX-Evil: 1"})
        void haveNoTraceStateThatIsNotSafe(String state) {
            assertNoState(traced(state));
        }

        @Test
        void haveNoTraceStateThatIsTooLongOrInParts() {
            assertNoState(traced("v=" + "x".repeat(511)));
            assertNoState(traced("a=1", "b=2"));
        }

        private void assertNoState(TestExchange exchange) {
            admit(exchange);
            assertThat(Correlation.of(exchange)).isNotNull();
            assertThat(Correlation.of(exchange).traceState()).isNull();
        }

        private TestExchange traced(String... states) {
            TestExchange.Builder request = TestExchange.request("GET", "/").header("traceparent", TRACE);
            for (String state : states) {
                request.header("tracestate", state);
            }
            return request.build();
        }
    }

    @Nested
    class Decisions {
        @Test
        void ofAllGuardsAreInTheOneEvent() {
            admit(
                            TestExchange.get("/"),
                            deciding("a", Stage.LIMIT, new Said(Map.of("ratelimit.remaining", 9L))),
                            deciding("b", Stage.ACCOUNT, new Said(Map.of("breakwater.decision", "allow"))))
                    .complete(ok(200));

            assertThat(sink.only())
                    .containsEntry("ratelimit.remaining", 9L)
                    .containsEntry("breakwater.decision", "allow");
        }

        @Test
        void ofOneNameLeaveTheLastValue() {
            admit(
                            TestExchange.get("/"),
                            deciding("a", Stage.LIMIT, new Said(Map.of("x.n", 1L))),
                            deciding("b", Stage.ACCOUNT, new Said(Map.of("x.n", "two"))))
                    .complete(ok(200));

            assertThat(sink.only()).containsEntry("x.n", "two");
        }

        @Test
        void cannotRewriteWhatHappenedNorLeakSecretsNorFillTheEvent() {
            Map<String, Object> many = new java.util.HashMap<>();
            for (int i = 0; i < 100; i++) {
                many.put("x.n" + i, (long) i);
            }
            admit(
                            TestExchange.get("/"),
                            deciding(
                                    "a",
                                    Stage.LIMIT,
                                    new Said(Map.of(
                                            "url.path", "/fake",
                                            "bad name\n", "x",
                                            "x.why", "postgres://u:pw@db/x failed"))),
                            deciding("b", Stage.ACCOUNT, new Said(many)))
                    .complete(ok(200));

            assertThat(sink.only())
                    .containsEntry("url.path", "/")
                    .containsEntry("x.why", "postgres://REDACTED@db/x failed");
            assertThat(sink.only().keySet().stream().filter(name -> name.startsWith("x.")))
                    .hasSize(64);
            assertThat(guard.counts().refusedFields()).isEqualTo(2 + 37);
        }

        @Test
        void thatMeanSomethingToSecurityAreWarningsByTheirName() {
            admit(TestExchange.get("/"), deciding("a", Stage.LIMIT, new Suspicious()))
                    .complete(ok(429));

            assertThat(sink.only())
                    .containsEntry("log.level", "WARN")
                    .containsEntry("breakwater.security.event", "excess_rate_limit_exceeded");
        }

        @Test
        void thatAddUpAreAddedUp() {
            admit(
                            TestExchange.get("/"),
                            deciding("a", Stage.LIMIT, new Counted(2)),
                            deciding("b", Stage.LIMIT, new Counted(3)),
                            deciding("c", Stage.ACCOUNT, new Counted(Long.MAX_VALUE)))
                    .complete(ok(200));

            assertThat(sink.only()).containsEntry("x.sum", Long.MAX_VALUE);
        }

        @Test
        void thatComeAfterTheEventGetALineOfTheirOwn() {
            TestExchange exchange = TestExchange.get("/orders");
            Admission admission = admit(exchange);
            admission.complete(ok(200));
            guard.on(new Said(Map.of("breakwater.llm.cost_nano_usd", 227_500L, "x.url", "http://u:pw@h/")), exchange);

            assertThat(sink.lines).hasSize(2);
            assertThat(RecordingSink.read(sink.lines.get(1)))
                    .containsEntry("@timestamp", "2026-01-01T00:00:00.000000Z")
                    .containsEntry("log.level", "INFO")
                    .containsEntry("event.name", "breakwater.request.late")
                    .containsEntry("http.request.id", echoed(admission))
                    .containsEntry("breakwater.llm.cost_nano_usd", 227_500L)
                    .containsEntry("x.url", "http://REDACTED@h/");
            assertThat(guard.counts()).isEqualTo(new RequestLogCounts(1, 0, 0, 0, 0, 1, 0, 0));
        }

        @Test
        void areTakenAsAWholeThoughTheRequestEndsMeanwhile() throws Exception {
            TestExchange exchange = TestExchange.get("/");
            Admission admission = admit(exchange);
            Thread end = new Thread(() -> admission.complete(ok(200)));
            Decision interrupted = new Decision() {
                @Override
                public void describe(Fields fields) {
                    fields.put("x.first", 1);
                    end.start();
                    await().until(() -> EnumSet.of(Thread.State.BLOCKED, Thread.State.TERMINATED)
                            .contains(end.getState()));
                    fields.put("x.second", 2);
                }
            };
            guard.on(interrupted, exchange);
            end.join();

            assertThat(sink.only()).containsEntry("x.first", 1L).containsEntry("x.second", 2L);
        }

        @Test
        void thatSayNothingGetNoLine() {
            TestExchange exchange = TestExchange.get("/");
            admit(exchange).complete(ok(200));
            guard.on(new Said(Map.of()), exchange);

            assertThat(sink.lines).hasSize(1);
        }

        @Test
        void madeOutsideOfARequestAreNotForTheEvent() {
            guard.on(new Said(Map.of("x", "y")), null);

            assertThat(guard.counts().refusedFields()).isZero();
        }
    }

    @Nested
    class Attributes {
        @Test
        void comeFromTheApplicationAndFromThreadsThatWorkForIt() throws Exception {
            Exchange exchange = TestExchange.get("/");
            Admission admission = admit(exchange);
            Exchange previous = CurrentExchange.open(exchange);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                assertThat(RequestEvent.put("plan", "gold\n")).isTrue();
                thread.submit(CurrentExchange.wrap(() -> RequestEvent.put("app.items", 3)))
                        .get(5, TimeUnit.SECONDS);
            } finally {
                CurrentExchange.close(previous);
                thread.shutdownNow();
            }
            admission.complete(ok(200));

            assertThat(sink.only()).containsEntry("app.plan", "gold\n").containsEntry("app.items", 3L);
            assertThat(sink.lines.get(0)).matches("[ -~]+");
        }

        @Test
        void outsideOfARequestGoNowhere() {
            assertThat(RequestEvent.put("plan", "gold")).isFalse();
            assertThat(RequestEvent.current()).isNull();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "http.route", "url.path", "user.id", "breakwater.x", "message", "a b", "a\n", "\u00e9"})
        void underReservedOrBadNamesAreRefusedAndCounted(String name) {
            within(exchange -> assertThat(RequestEvent.put(name, "x")).isFalse());

            assertThat(guard.counts().refusedFields()).isEqualTo(1);
        }

        @Test
        void areRedactedAndBounded() {
            within(exchange -> {
                assertThat(RequestEvent.put("api_token", "abc")).isTrue();
                assertThat(RequestEvent.put("card_number", 4111111111111111L)).isTrue();
                assertThat(RequestEvent.put("long", "x".repeat(5_000))).isTrue();
                for (int i = 0; i < 4; i++) {
                    RequestEvent.put("more" + i, "y".repeat(1_000));
                }
                assertThat(RequestEvent.put("last", "z".repeat(1_000))).isFalse();
            });

            assertThat(sink.only())
                    .containsEntry("app.api_token", "REDACTED")
                    .containsEntry("app.card_number", "REDACTED")
                    .containsEntry("app.long", "x".repeat(1_024))
                    .doesNotContainKey("app.last");
        }

        @Test
        void areRefusedWhenTheEventHasBeenWritten() {
            Exchange exchange = within(open -> RequestEvent.put("plan", "gold"));
            Exchange previous = CurrentExchange.open(exchange);
            try {
                assertThat(RequestEvent.put("late", "x")).isFalse();
            } finally {
                CurrentExchange.close(previous);
            }
            assertThat(guard.counts().refusedFields()).isEqualTo(1);
        }

        private Exchange within(java.util.function.Consumer<Exchange> application) {
            Exchange exchange = TestExchange.get("/");
            Admission admission = admit(exchange);
            Exchange previous = CurrentExchange.open(exchange);
            try {
                application.accept(exchange);
            } finally {
                CurrentExchange.close(previous);
            }
            admission.complete(ok(200));
            return exchange;
        }
    }

    @Nested
    class Counting {
        @Test
        void addsUpWhateverBecomesOfAnEvent() {
            RequestLogPolicy policy = RequestLogPolicy.builder()
                    .excludePaths(List.of("/livez", "/static/**"))
                    .build();
            guard = RequestLogGuard.of(
                    policy,
                    (level, line) -> {
                        if (line.contains("/fail")) {
                            throw new IllegalStateException("disk full");
                        }
                        sink.write(level, line);
                    },
                    new ManualTime(),
                    new RandomBits(1));

            for (String path : List.of("/a", "/livez", "/static/x", "/fail", "/b", "/fail")) {
                assertThat(admit(TestExchange.get(path)).complete(ok(200))).isTrue();
            }

            assertThat(guard.counts()).isEqualTo(new RequestLogCounts(2, 0, 2, 2, 0, 0, 0, 0));
            assertThat(sink.lines).hasSize(2);
        }

        @Test
        void isOnceHoweverOftenTheRequestEnds() {
            Admission admission = admit(TestExchange.get("/"));
            admission.complete(ok(200));
            admission.complete(ok(500));

            assertThat(sink.only()).containsEntry("http.response.status_code", 200L);
        }

        @Test
        void keepsFailuresOfTheApplicationOnExcludedPaths() {
            guard = guard(RequestLogPolicy.builder().excludePaths(List.of("/x")));
            admit(TestExchange.get("/x")).complete(new Outcome(503, Outcome.Kind.REJECTED, 1, null, null));
            admit(TestExchange.get("/x")).complete(new Outcome(500, Outcome.Kind.ERROR, 1, null, null));

            assertThat(sink.only()).containsEntry("http.response.status_code", 500L);
        }

        @Test
        void keepsWhatTellsOfSecurityOnExcludedPathsAndAddsUp() {
            guard = guard(RequestLogPolicy.builder().excludePaths(List.of("/x")).slowThreshold(Duration.ofMillis(1)));
            admit(TestExchange.get("/x"), deciding("a", Stage.LIMIT, new Suspicious()))
                    .complete(new Outcome(429, Outcome.Kind.REJECTED, 1, null, null));
            // A slow one is left out.
            admit(TestExchange.get("/x")).complete(ok(200));

            assertThat(sink.only()).containsEntry("breakwater.security.event", "excess_rate_limit_exceeded");
            assertThat(guard.counts()).isEqualTo(new RequestLogCounts(1, 0, 1, 0, 0, 0, 0, 0));
        }

        @Test
        void leavesOutWhatIsBelowTheLevel() {
            guard = guard(RequestLogPolicy.builder().level(Level.WARN));
            admit(TestExchange.get("/")).complete(ok(200));
            admit(TestExchange.get("/")).complete(ok(400));

            assertThat(guard.counts()).isEqualTo(new RequestLogCounts(1, 0, 1, 0, 0, 0, 0, 0));
        }
    }

    @Nested
    class APolicy {
        @Test
        void saysEverythingThatIsWrongAtOnce() {
            assertThatThrownBy(() -> RequestLogPolicy.builder()
                            .excludePaths(List.of("livez"))
                            .redact(List.of("--"))
                            .build())
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("exclude-paths[0]")
                    .hasMessageContaining("BW-LOG-001 redact[0]");
        }
    }
}
