/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Deadline;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeLeftTest {
    @Nested
    class OfARequestWith300Milliseconds {
        private final Rig rig = new Rig(builder -> builder.timeout(Duration.ofSeconds(10))
                .cacheTtl(Duration.ofMinutes(1))
                .minimumTime(Duration.ofMillis(100)));
        private final TestExchange exchange =
                TestExchange.request("GET", "/").time(rig.time).build();
        private @Nullable Exchange previous;

        @BeforeEach
        void open() {
            new Deadline(exchange.startNanos() + Duration.ofMillis(300).toNanos(), Reply.of(503)).openFor(exchange);
            previous = CurrentExchange.open(exchange);
        }

        @AfterEach
        void close() {
            CurrentExchange.close(previous);
        }

        @Test
        void isTooLittleForACallOnce250AreSpent() {
            rig.time.advance(Duration.ofMillis(250));
            assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.TIMEOUT);
            assertThat(rig.calls).isEmpty();
            assertThat(rig.result().attempts()).isZero();
            assertThat(rig.call().fallback(late -> late.reason().text()).get()).isEqualTo("timeout");
            assertThat(rig.states()).as("of the breaker").isEmpty();
        }

        @Test
        void isEnoughAsLongAsTheMinimumIsLeft() {
            rig.time.advance(Duration.ofMillis(200));
            CompletableFuture<String> started = rig.call().start();
            rig.answer("fine");
            assertThat(started).isCompletedWithValue("fine");
        }

        @Test
        void isAlwaysEnoughForWhatIsInTheCache() {
            CompletableFuture<String> first = rig.call().cachedBy("key").start();
            rig.answer("fine");
            assertThat(first).isCompleted();
            rig.time.advance(Duration.ofMillis(299));
            assertThat(rig.call().cachedBy("key").get()).isEqualTo("fine");
        }
    }

    @Nested
    class BeforeAFurtherAttempt {
        private final Rig rig = new Rig(builder -> builder.timeout(Duration.ofSeconds(1))
                .attempts(3)
                .backoff(Duration.ofMillis(100))
                .minimumTime(Duration.ofMillis(200)));

        @Test
        void isCountedWithTheWaitForIt() {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(700));
            rig.fail();
            assertThat(started).as("200 will be left after the wait").isNotDone();
            rig.advance(Duration.ofMillis(100));
            assertThat(rig.calls).hasSize(2);
        }

        @Test
        void endsTheCallAtOnceIfItWillBeTooLittle() {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(701));
            rig.fail();
            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
            assertThat(rig.planned()).isZero();
        }

        @Test
        void endsTheCallIfTheTimerWasLate() {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(Duration.ofMillis(700));
            rig.fail();
            rig.timer.stall(Duration.ofMillis(150));
            rig.advance(Duration.ZERO);
            UpstreamException failure = Rig.failure(started);
            assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(failure).hasCauseInstanceOf(IOException.class);
            assertThat(rig.calls).hasSize(1);
        }
    }

    @Nested
    class ToldToTheUpstream {
        private final List<String> told = new ArrayList<>();

        @Test
        void isWhatIsLeftAsEachAttemptIsSent() throws IOException {
            try (StandIn server = StandIn.that((stand, out) -> {
                        told.add(stand.header("X-Time-Left"));
                        StandIn.write(
                                out, "HTTP/1.1 " + (told.size() < 3 ? 503 : 200) + " x\r\nContent-Length: 0\r\n\r\n");
                    });
                    Upstream upstream = Upstream.named("gemini")
                            .timeout(Duration.ofSeconds(10))
                            .attempts(3)
                            .backoff(Duration.ofMillis(40))
                            .random(bound -> bound - 1)
                            .deadlineHeader("X-Time-Left")
                            .build()) {
                UpstreamHttp.of(upstream, HttpClient.newHttpClient())
                        .call(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.discarding())
                        .get();
            }
            List<Integer> left = told.stream().map(Integer::valueOf).toList();
            assertThat(left).hasSize(3);
            assertThat(left.get(0)).isBetween(5_000, 10_000);
            assertThat(left.get(1)).isLessThanOrEqualTo(left.get(0) - 40);
            assertThat(left.get(2)).isLessThanOrEqualTo(left.get(1) - 80);
        }

        @Test
        void isRoundedDownAndNeverNegative() {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://localhost/")).build();
            assertThat(DeadlineHeader.added(request, "X-Left", 1_999_999)
                            .headers()
                            .firstValue("X-Left"))
                    .hasValue("1");
            assertThat(DeadlineHeader.added(request, "X-Left", -5).headers().firstValue("X-Left"))
                    .hasValue("0");
        }

        @Test
        void isLeftToARequestThatSaysItItself() {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost/"))
                    .header("x-left", "7")
                    .build();
            assertThat(DeadlineHeader.added(request, "X-Left", 1)).isSameAs(request);
        }

        @ParameterizedTest
        @ValueSource(strings = {"host", "Content-Length", "connection", "Upgrade", "Expect", "not a name"})
        void cannotBeInAHeaderThatIsNotOurs(String header) {
            InvalidPolicyException fault = catchThrowableOfType(
                    InvalidPolicyException.class,
                    () -> Upstream.named("gemini").deadlineHeader(header).build());
            assertThat(fault.problems()).extracting("code").containsExactly("BW-UPST-010");
        }
    }
}
