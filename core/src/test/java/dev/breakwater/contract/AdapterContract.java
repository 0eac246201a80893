/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Breakwater;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome.Kind;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * What every adapter must do, seen from outside, over HTTP: whatever the application does, the header rules stand over
 * the response, each header once; the admission completes exactly once; and it is told the status that was sent.
 *
 * <p>An adapter's test module extends this class and starts its server with {@link TestApplication} behind the adapter.
 * The server must have an error page, which keeps the status that it is called with.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class AdapterContract {
    private static final Reply REFUSAL = Reply.problem(
                    ProblemDetail.of("about:blank", "Too Many Requests", 429, "Wait a second."))
            .with("Retry-After", "1");

    private final AdapterRig rig = new AdapterRig();
    private AdapterServer server;

    /** Starts a server on a free port of the loopback interface. */
    protected abstract AdapterServer start(BreakwaterRuntime runtime) throws Exception;

    @BeforeAll
    final void startServer() throws Exception {
        server = start(rig.runtime());
        rig.use(server);
    }

    @AfterAll
    final void stopServer() throws Exception {
        server.close();
        rig.assertEachEndedOnce();
    }

    @Nested
    final class TheApplicationAnswers {
        @Test
        void plainly() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /plain").assertEnded(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo(TestApplication.PLAIN);
            assertThat(seen.outcome().error()).isNull();
        }

        @Test
        void andFlushesInBetween() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /flush").assertEnded(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo("ab");
        }

        @Test
        void withARedirect() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /redirect").assertEnded(302, Kind.OK);
            assertThat(seen.answer().header("Location"))
                    .singleElement()
                    .asString()
                    .endsWith("/plain");
        }

        @ParameterizedTest
        @ValueSource(strings = {"/large", "/chunked"})
        void withALargeBody(String path) throws Exception {
            AdapterRig.Seen seen = rig.send("GET " + path).assertEnded(200, Kind.OK);
            assertThat(seen.answer().body()).hasSize(TestApplication.LARGE);
            assertThat(seen.answer().whole()).isTrue();
        }

        @Test
        void toHeadWithoutABody() throws Exception {
            AdapterRig.Seen seen = rig.send("HEAD /plain").assertEnded(200, Kind.OK);
            assertThat(seen.answer().body()).isEmpty();
        }

        @Test
        void thatNothingHasChanged() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /not-modified").assertEnded(304, Kind.OK);
            assertThat(seen.answer().body()).isEmpty();
        }
    }

    @Nested
    final class TheClientSends {
        @Test
        void aLargeBody() throws Exception {
            byte[] body = new byte[TestApplication.LARGE];
            AdapterRig.Seen seen = rig.send(rig.nextId(), body, "POST /upload", "Content-Length: " + body.length);
            assertThat(seen.assertEnded(200, Kind.OK).answer().text()).isEqualTo("" + body.length);
        }

        @Test
        void aBodyInChunks() throws Exception {
            String chunk = "3e8\r\n" + "x".repeat(1000) + "\r\n";
            byte[] body = (chunk.repeat(50) + "0\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            AdapterRig.Seen seen = rig.send(rig.nextId(), body, "POST /upload", "Transfer-Encoding: chunked");
            assertThat(seen.assertEnded(200, Kind.OK).answer().text()).isEqualTo("50000");
        }
    }

    @Nested
    final class TheApplicationFails {
        @Test
        void withAnException() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /throw").assertEnded(500, Kind.ERROR);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }

        @Test
        void byAskingForAnErrorPage() throws Exception {
            rig.send("GET /send-error?404").assertEnded(404, Kind.OK);
            rig.send("GET /send-error?503").assertEnded(503, Kind.ERROR);
        }

        @Test
        void toAMethodThatMayHaveNoErrorPage() throws Exception {
            assertThat(rig.send("PUT /send-error?405").outcome().status()).isEqualTo(405);
            assertThat(rig.send("DELETE /throw").outcome().status()).isEqualTo(500);
        }

        @Test
        void whenPartOfTheAnswerHasBeenSent() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /throw-after-commit").assertEnded(200, Kind.ABORTED_AFTER_COMMIT);
            assertThat(seen.outcome().error()).isInstanceOf(TestApplication.Failure.class);
        }
    }

    @Nested
    final class TheClientGoesAway {
        @Test
        void whileTheApplicationAnswers() throws Exception {
            String id = rig.nextId();
            rig.client().sendAndAbort(AdapterRig.request(id, "GET /endless"));
            assertThat(rig.outcomeOf(id).kind()).isEqualTo(Kind.CLIENT_ABORT);
            assertThat(rig.outcomeOf(id).status()).isEqualTo(200);
        }

        @Test
        void whileItSendsABody() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            String id = rig.nextId();
            rig.open.on(id, exchange -> {
                asked.countDown();
                return Verdict.proceed();
            });
            Socket socket =
                    rig.client().open(new byte[10], AdapterRig.request(id, "POST /upload", "Content-Length: 1000"));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            RawClient.reset(socket);
            assertThat(rig.outcomeOf(id).kind()).isEqualTo(Kind.CLIENT_ABORT);
        }

        @Test
        void beforeAGuardHasAnswered() throws Exception {
            CountDownLatch asked = new CountDownLatch(1);
            CompletableFuture<Verdict> verdict = new CompletableFuture<>();
            String id = rig.nextId();
            rig.open.on(id, exchange -> {
                asked.countDown();
                return Verdict.pending(verdict);
            });
            Socket socket = rig.client().open(new byte[0], AdapterRig.request(id, "GET /plain"));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            RawClient.reset(socket);
            verdict.complete(Verdict.respond(Reply.of(200, "text/plain", "x".repeat(32_000_000))));
            assertThat(rig.outcomeOf(id).kind()).isEqualTo(Kind.CLIENT_ABORT);
            assertThat(rig.outcomeOf(id).error()).isNull();
        }
    }

    @Nested
    final class AGuardAnswers {
        @ParameterizedTest
        @ValueSource(ints = {301, 304, 308})
        void withARedirectOverWhichSomeRulesDoNotStand(int status) throws Exception {
            Reply redirect = Reply.of(status).with("Location", "/elsewhere");
            rig.send(rig.open, exchange -> Verdict.respond(redirect), "GET /plain")
                    .assertEnded(status, Kind.OK);
        }

        @Test
        void withARefusal() throws Exception {
            AdapterRig.Seen seen = rig.send(rig.open, exchange -> Verdict.respond(REFUSAL), "GET /throw")
                    .assertEnded(429, Kind.REJECTED);
            assertThat(seen.answer().header("Content-Type")).containsExactly("application/problem+json");
            assertThat(seen.answer().header("Retry-After")).containsExactly("1");
            assertThat(seen.answer().header("Content-Length")).containsExactly("" + REFUSAL.length());
            assertThat(seen.answer().text()).isEqualTo(REFUSAL.text());
        }

        @Test
        void toHeadWithTheLengthAlone() throws Exception {
            AdapterRig.Seen seen = rig.send(rig.open, exchange -> Verdict.respond(REFUSAL), "HEAD /plain")
                    .assertEnded(429, Kind.REJECTED);
            assertThat(seen.answer().header("Content-Length")).containsExactly("" + REFUSAL.length());
            assertThat(seen.answer().body()).isEmpty();
        }

        @Test
        void withoutABodyAndWithoutRefusing() throws Exception {
            AdapterRig.Seen seen = rig.send(rig.open, exchange -> Verdict.respond(Reply.of(204)), "OPTIONS /plain")
                    .assertEnded(204, Kind.OK);
            assertThat(seen.answer().body()).isEmpty();
            assertThat(seen.answer().header("Content-Length")).isEmpty();
        }

        @Test
        void withRulesOfItsOwn() throws Exception {
            HeaderRules rules = HeaderRules.of(HeaderRule.pin("Test-Third", "ours"));
            AdapterRig.Seen seen = rig.send(
                            rig.open, exchange -> Verdict.respond(REFUSAL).with(rules), "GET /plain")
                    .assertEnded(429, Kind.REJECTED);
            assertThat(seen.answer().header("Test-Third")).containsExactly("ours");
        }

        @Test
        void withSeveralLinesOfOneHeader() throws Exception {
            Reply reply =
                    Reply.of(200, "text/plain", "x").with("Test-Line", "a").with("Test-Line", "b");
            AdapterRig.Seen seen = rig.send(rig.open, exchange -> Verdict.respond(reply), "GET /plain")
                    .assertEnded(200, Kind.OK);
            assertThat(seen.answer().header("Test-Line")).containsExactly("a", "b");
        }

        @Test
        void whenTheUserIsKnown() throws Exception {
            rig.send(rig.identified, exchange -> Verdict.respond(REFUSAL), "GET /plain")
                    .assertEnded(429, Kind.REJECTED);
        }

        @Test
        void withoutReadingTheBody() throws Exception {
            String id = rig.nextId();
            rig.open.on(id, exchange -> Verdict.respond(REFUSAL));
            rig.send(id, new byte[1000], "POST /upload", "Content-Length: 1000").assertEnded(429, Kind.REJECTED);
        }
    }

    @Nested
    final class AGuardReadsTheBody {
        @Test
        void andAnswersFromIt() throws Exception {
            assertThat(echoOf("hello", "Content-Length: 5")).isEqualTo("hello");
        }

        @Test
        void thatComesInChunks() throws Exception {
            assertThat(echoOf("5\r\nhello\r\n0\r\n\r\n", "Transfer-Encoding: chunked"))
                    .isEqualTo("hello");
        }

        @Test
        void andIsToldThatItIsTooLong() throws Exception {
            assertThat(echoOf("x".repeat(9), "Content-Length: 9")).isEqualTo("too long");
            assertThat(echoOf("9\r\nxxxxxxxxx\r\n0\r\n\r\n", "Transfer-Encoding: chunked"))
                    .isEqualTo("too long");
        }

        @Test
        void ofARequestThatHasNone() throws Exception {
            assertThat(echoOf("", "Content-Length: 0")).isEmpty();
        }

        private String echoOf(String sent, String framing) throws Exception {
            String id = rig.nextId();
            rig.open.on(id, AGuardReadsTheBody::echo);
            byte[] bytes = sent.getBytes(StandardCharsets.US_ASCII);
            return rig.send(id, bytes, "POST /upload", framing)
                    .assertEnded(200, Kind.OK)
                    .answer()
                    .text();
        }

        private static Verdict echo(Exchange exchange) {
            try {
                byte[] body = exchange.readBody(8);
                String text = body == null ? "too long" : new String(body, StandardCharsets.US_ASCII);
                return Verdict.respond(Reply.of(200, "text/plain", text));
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Nested
    final class RulesAreAmended {
        @Test
        void byTheApplicationBeforeItWrites() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /headers?amend:X-Amended:yes&set:X-Amended:no");
            assertThat(seen.answer().header("X-Amended")).containsExactly("yes");
        }

        @Test
        void overWhatTheApplicationAndTheChainHaveSaid() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /headers?set:Test-Default:theirs&amend:Test-Default:yes");
            assertThat(seen.answer().header("Test-Default")).containsExactly("yes");
            seen = rig.send("GET /headers?amend:Test-Pin:yes");
            assertThat(seen.answer().header("Test-Pin")).containsExactly("yes");
        }

        @Test
        void andStandOverAnErrorPageToo() throws Exception {
            AdapterRig.Seen seen = rig.send("GET /amend-and-throw").assertEnded(500, Kind.ERROR);
            assertThat(seen.answer().header("X-Amended")).containsExactly("yes");
        }

        @Test
        void forOneRequestAlone() throws Exception {
            rig.send("GET /headers?amend:X-Amended:yes");
            assertThat(rig.send("GET /plain").answer().header("X-Amended")).isEmpty();
        }

        @Test
        void byAGuard() throws Exception {
            AdapterRig.Seen seen = rig.send(
                    rig.open,
                    exchange -> {
                        exchange.amend(HeaderRules.of(HeaderRule.pin("X-Amended", "yes")));
                        return Verdict.proceed();
                    },
                    "GET /plain");
            assertThat(seen.answer().header("X-Amended")).containsExactly("yes");
        }
    }

    @Nested
    final class AGuardIsNotReadyYet {
        @Test
        void andLetsTheRequestPass() throws Exception {
            AdapterRig.Seen seen = rig.send(rig.open, exchange -> later(Verdict.proceed()), "GET /plain")
                    .assertEnded(200, Kind.OK);
            assertThat(seen.answer().text()).isEqualTo(TestApplication.PLAIN);
        }

        @Test
        void andRefusesIt() throws Exception {
            rig.send(rig.open, exchange -> later(Verdict.respond(REFUSAL)), "GET /plain")
                    .assertEnded(429, Kind.REJECTED);
        }

        @Test
        void andRefusesItWhenTheUserIsKnown() throws Exception {
            rig.send(rig.identified, exchange -> later(Verdict.respond(REFUSAL)), "GET /plain")
                    .assertEnded(429, Kind.REJECTED);
        }

        private static Verdict later(Verdict verdict) {
            return Verdict.pending(CompletableFuture.supplyAsync(
                    () -> verdict, CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)));
        }
    }

    @Nested
    final class AGuardFails {
        @Test
        void openAndTheRequestGoesOn() throws Exception {
            List<ILoggingEvent> logged = logged(() -> {
                for (int i = 0; i < 2; i++) {
                    AdapterRig.Seen seen =
                            rig.send(rig.open, AGuardFails::fail, "GET /plain").assertEnded(200, Kind.OK);
                    assertThat(seen.answer().text()).isEqualTo(TestApplication.PLAIN);
                }
            });
            assertThat(logged).singleElement().asString().contains("guard open failed");
        }

        @Test
        void closedAndTheRequestIsRefused() throws Exception {
            List<ILoggingEvent> logged = logged(() -> {
                for (int i = 0; i < 2; i++) {
                    rig.send(rig.closed, AGuardFails::fail, "GET /plain").assertEnded(503, Kind.REJECTED);
                }
            });
            assertThat(logged).singleElement().asString().contains("guard closed failed");
        }

        private static Verdict fail(Exchange exchange) {
            throw new IllegalStateException("a guard's own failure");
        }

        private static List<ILoggingEvent> logged(Step step) throws Exception {
            ListAppender<ILoggingEvent> events = new ListAppender<>();
            Logger logger = (Logger) LoggerFactory.getLogger(Breakwater.class);
            logger.setAdditive(false);
            logger.addAppender(events);
            events.start();
            try {
                step.run();
            } finally {
                logger.detachAppender(events);
                logger.setAdditive(true);
            }
            return events.list;
        }
    }

    @Nested
    final class TheApplicationWritesAHeaderOfOurs {
        @ParameterizedTest(name = "{0}")
        @ValueSource(
                strings = {
                    "set:H:a",
                    "add:H:a",
                    "null:H",
                    "null:H&add:H:a",
                    "set:H:a&set:H:b",
                    "add:H:a&add:H:b",
                })
        void thatIsPinned(String steps) throws Exception {
            assertThat(headerAfter(steps, "test-PIN")).containsExactly(AdapterRig.OURS);
            assertThat(headerAfter(steps, "Test-Removed")).isEmpty();
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.breakwater.contract.AdapterContract#writesOfADefault")
        void thatIsADefault(String steps, List<String> expected) throws Exception {
            assertThat(headerAfter(steps, "test-DEFAULT")).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("dev.breakwater.contract.AdapterContract#writesOfAMergedList")
        void thatIsMerged(String steps, List<String> expected) throws Exception {
            assertThat(headerAfter(steps, "VARY")).isNotEmpty();
            AdapterRig.Seen seen = rig.send("GET /headers?" + steps.replace("H", "VARY"));
            assertThat(seen.answer().elements("Vary")).containsExactlyInAnyOrderElementsOf(expected);
        }

        private List<String> headerAfter(String steps, String name) throws Exception {
            AdapterRig.Seen seen = rig.send("GET /headers?" + steps.replace("H", name));
            assertThat(seen.answer().status()).isEqualTo(200);
            return seen.answer().header(name);
        }
    }

    /** Steps of the application, and the lines of the header then. */
    static Stream<Arguments> writesOfADefault() {
        return Stream.of(
                arguments("set:H:a", List.of("a")),
                arguments("add:H:a", List.of("a")),
                arguments("null:H", List.of(AdapterRig.OURS)),
                arguments("null:H&add:H:a", List.of("a")),
                arguments("null:H&set:H:a", List.of("a")),
                arguments("set:H:a&set:H:b", List.of("b")),
                arguments("set:H:a&add:H:b", List.of("a", "b")),
                arguments("add:H:a&add:H:b", List.of("a", "b")),
                arguments("set:H:a&null:H", List.of(AdapterRig.OURS)),
                arguments("set:H:a&null:H&add:H:b", List.of("b")));
    }

    /** Steps of the application, and the elements of the list then. */
    static Stream<Arguments> writesOfAMergedList() {
        return Stream.of(
                arguments("set:H:a", List.of("Origin", "Accept-Language", "a")),
                arguments("add:H:a", List.of("Origin", "Accept-Language", "a")),
                arguments("null:H", List.of("Origin", "Accept-Language")),
                arguments("null:H&add:H:a", List.of("Origin", "Accept-Language", "a")),
                arguments("set:H:a&set:H:b", List.of("Origin", "Accept-Language", "b")),
                arguments("add:H:a&add:H:b", List.of("Origin", "Accept-Language", "a", "b")),
                arguments("add:H:a&add:H:A", List.of("Origin", "Accept-Language", "a")),
                arguments("set:H:a,ORIGIN", List.of("Origin", "Accept-Language", "a")));
    }

    @Nested
    final class TheExchange {
        @Test
        void isThatOfTheThreadThatRunsTheApplication() throws Exception {
            assertThat(rig.send("GET /current").answer().text()).isEqualTo("/current");
        }

        @Test
        void handsTheApplicationWhatAGuardPublishes() throws Exception {
            AdapterRig.Seen seen = rig.send(
                    rig.open,
                    exchange -> {
                        exchange.publish("word", "a word");
                        return Verdict.proceed();
                    },
                    "GET /published?word");
            assertThat(seen.answer().text()).isEqualTo("a word");
        }

        @Test
        void saysWhatTheClientSent() throws Exception {
            AtomicReference<Exchange> seen = new AtomicReference<>();
            rig.send(
                            rig.open,
                            exchange -> {
                                seen.set(exchange);
                                assertThat(exchange.headers("test-id")).hasSize(1);
                                return Verdict.proceed();
                            },
                            "GET /other/../pl%61in?q=%20a")
                    .assertEnded(200, Kind.OK);
            Exchange exchange = seen.get();
            assertThat(exchange.method()).isEqualTo("GET");
            assertThat(exchange.path()).isEqualTo("/plain");
            assertThat(exchange.rawPath()).isEqualTo("/other/../pl%61in");
            assertThat(exchange.query()).isEqualTo("q=%20a");
            assertThat(exchange.protocol()).isEqualTo("HTTP/1.1");
            assertThat(exchange.scheme()).isEqualTo("http");
            assertThat(exchange.authority()).isEqualTo("localhost:" + server.port());
            assertThat(exchange.peerAddress()).isEqualTo("127.0.0.1");
            assertThat(exchange.user()).isNull();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}
