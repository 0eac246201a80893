/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.Reply;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    /** What an application's own client throws. */
    private static final class Busy extends IOException implements RetryAfter {
        private final transient Duration wait;

        Busy(Duration wait) {
            this.wait = wait;
        }

        @Override
        public Duration retryAfter() {
            return wait;
        }
    }

    private final Rig rig = new Rig(
            builder -> builder.attempts(3).timeout(Duration.ofSeconds(30)).backoff(Duration.ofMillis(100)));

    private CompletableFuture<String> busy(Duration wait) {
        CompletableFuture<String> started = rig.call().start();
        fail(wait);
        return started;
    }

    private void fail(Duration wait) {
        rig.calls.get(rig.calls.size() - 1).completeExceptionally(new Busy(wait));
    }

    private int tries() {
        return rig.calls.size();
    }

    @Nested
    class TheText {
        private static final Instant NOW = Instant.parse("1994-11-06T08:49:30.250Z");

        @ParameterizedTest(name = "{0} {2}")
        @CsvSource(delimiter = '|', textBlock = """
                        120 | PT2M | seconds
                        0 | PT0S | at once
                        ' 7 ' | PT7S | with blanks
                        2147483648 | PT596523H14M8S | the most that RFC 9111 counts
                        99999999999999999999999 | PT596523H14M8S | too many to count
                        Sun, 06 Nov 1994 08:49:37 GMT | PT6.75S | an IMF-fixdate, to the millisecond
                        Sunday, 06-Nov-94 08:49:37 GMT | PT6.75S | RFC 850
                        Sun Nov  6 08:49:37 1994 | PT6.75S | asctime
                        Sun, 06 Nov 1994 08:49:30 GMT | PT0S | a date that has passed
                        Tue, 31 Dec 2199 23:59:59 GMT | PT596523H14M8S | a date that nobody will see
                        """)
        void isSecondsOrADate(String text, Duration wait, String what) {
            Instant now = what.endsWith("nobody will see") ? Instant.parse("2026-01-01T00:00:00Z") : NOW;
            assertThat(RetryAfterText.parse(text, now)).isEqualTo(wait);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", " ", "soon", "1.5", "-1", "1e3", "7s", "Sun, 99 Nov 1994 08:49:37 GMT"})
        void elseMeansNothing(String text) {
            assertThat(RetryAfterText.parse(text, NOW)).isNull();
        }
    }

    @Nested
    class AFurtherAttempt {
        @Test
        void neverComesSooner() {
            CompletableFuture<String> started = busy(Duration.ofSeconds(5));
            rig.advance(Duration.ofSeconds(5).minusNanos(1));
            assertThat(tries()).isEqualTo(1);
            rig.advance(Duration.ofNanos(1));
            assertThat(tries()).isEqualTo(2);
            rig.answer("fine");
            assertThat(started).isCompletedWithValue("fine");
        }

        @Test
        void comesAfterTheBackoffIfThatIsLonger() {
            CompletableFuture<String> started = busy(Duration.ofMillis(10));
            rig.advance(Duration.ofMillis(99));
            assertThat(tries()).isEqualTo(1);
            rig.advance(Duration.ofMillis(1));
            assertThat(tries()).isEqualTo(2);
            assertThat(started).isNotDone();
        }

        @ParameterizedTest
        @ValueSource(strings = {"PT30S", "PT24H", "PT2562047788015215H30M7S"})
        void isNotWaitedForIfItCameTooLate(Duration wait) {
            UpstreamException failure = Rig.failure(busy(wait));
            assertThat(failure.reason()).isEqualTo(Reason.FAILED);
            assertThat(failure.retryAfter()).isEqualTo(wait);
            assertThat(rig.planned()).isZero();
        }

        @Test
        void ofAnotherCallWaitsAsWell() {
            CompletableFuture<String> other = rig.call().start();
            rig.fail();
            busy(Duration.ofSeconds(5));
            rig.advance(Duration.ofMillis(4_999));
            assertThat(tries())
                    .as("the other one waited for its own backoff only")
                    .isEqualTo(2);
            rig.advance(Duration.ofMillis(1));
            assertThat(tries()).isEqualTo(4);
            assertThat(other).isNotDone();
        }

        @Test
        void ofALaterCallDoesToo() {
            busy(Duration.ofSeconds(5));
            rig.advance(Duration.ofSeconds(1));
            CompletableFuture<String> later = rig.call().start();
            assertThat(tries()).as("a first attempt is not held").isEqualTo(2);
            rig.fail();
            rig.advance(Duration.ofMillis(3_999));
            assertThat(tries()).isEqualTo(2);
            rig.advance(Duration.ofMillis(1));
            assertThat(tries()).isEqualTo(4);
            assertThat(later).isNotDone();
        }

        @Test
        void ofAnotherCallIsHeldNoLongerThanAMinuteWhateverIsAsked() {
            busy(Duration.ofDays(365));
            rig.advance(Duration.ofMinutes(1));
            rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(100));
            assertThat(tries()).isEqualTo(3);
        }

        @Test
        void ofAnotherCallIsNotHeldOnceTheUpstreamAnswersAgain() {
            busy(Duration.ofHours(1));
            rig.succeedOnce();
            rig.call().start();
            rig.fail();
            rig.advance(Duration.ofMillis(100));
            assertThat(tries()).isEqualTo(4);
        }

        @Test
        void isHeldThoughAnAnswerComesThatWasUnderWayBefore() {
            CompletableFuture<String> before = rig.call().start();
            CompletableFuture<String> refused = rig.call().start();
            fail(Duration.ofHours(1));
            assertThat(refused).isCompletedExceptionally();
            rig.calls.get(0).complete("fine");
            assertThat(before).isCompletedWithValue("fine");
            rig.call().start();
            rig.fail();
            rig.advance(Duration.ofSeconds(29));
            assertThat(tries()).isEqualTo(3);
        }

        @Test
        void ofTheCallThatWasToldSoWaitsForLongerThanAMinute() {
            Rig patient = new Rig(builder -> builder.attempts(2).timeout(Duration.ofMinutes(10)));
            CompletableFuture<String> started = patient.call().start();
            patient.calls.get(0).completeExceptionally(new Busy(Duration.ofMinutes(5)));
            patient.advance(Duration.ofMinutes(5).minusNanos(1));
            assertThat(patient.calls).hasSize(1);
            patient.advance(Duration.ofNanos(1));
            assertThat(patient.calls).hasSize(2);
            assertThat(started).isNotDone();
        }

        @Test
        void doesNotMindAHintThatThrowsOrLies() {
            CompletableFuture<String> started = rig.call().start();
            rig.calls.get(0).completeExceptionally(new Busy(Duration.ofSeconds(-5)));
            rig.advance(Duration.ofMillis(100));
            rig.calls.get(1).completeExceptionally(new Busy(null));
            rig.advance(Duration.ofMillis(200));
            rig.answer("fine");
            assertThat(started).isCompletedWithValue("fine");
        }
    }

    @Nested
    class ToldToCallers {
        @Test
        void isWhatAnOpenBreakerStillWaits() {
            for (int i = 0; i < 10; i++) {
                CompletableFuture<String> started = rig.call().start();
                rig.calls.get(tries() - 1).completeExceptionally(new IllegalStateException());
                rig.advance(Duration.ofSeconds(30));
                assertThat(started).isDone();
                if (!rig.states().isEmpty()) {
                    break;
                }
            }
            UpstreamException open = Rig.failure(rig.call().start());
            assertThat(open.reason()).isEqualTo(Reason.OPEN);
            assertThat(open.retryAfter()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(30));
        }

        @Test
        void isExactRightAfterTheBreakerOpened() {
            Rig quick = new Rig(builder -> builder.breakerWindow(BreakerWindow.calls(1)));
            quick.failOnce();
            quick.advance(Duration.ofMillis(10_500));
            UpstreamException open = Rig.failure(quick.call().start());
            assertThat(open.retryAfter()).isEqualTo(Duration.ofMillis(19_500));
            Reply reply = open.toReply();
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.headers()).contains(new Reply.Header("Retry-After", "20"));
            assertThat(reply.text()).contains("\"status\":503").doesNotContain("gemini");
        }

        @Test
        void isNothingWhereNothingIsKnown() {
            Rig once = Rig.of();
            UpstreamException failed = once.failOnce();
            assertThat(failed.retryAfter()).isNull();
            assertThat(failed.toReply().headers())
                    .noneMatch(header -> header.name().equals("Retry-After"));
        }
    }

    @Nested
    class OverHttp {
        @Test
        void isWaitedFor() throws Exception {
            ManualTime time = new ManualTime();
            try (StandIn server = StandIn.that((stand, out) -> StandIn.write(
                    out,
                    stand.requests.size() == 1
                            ? "HTTP/1.1 429 x\r\nRetry-After: Thu, 01 Jan 2026 00:01:00 GMT\r\nContent-Length: 0\r\n\r\n"
                            : "HTTP/1.1 200 x\r\nContent-Length: 0\r\n\r\n"))) {
                Upstream upstream = Upstream.named("gemini").time(time).build();
                UpstreamHttp http = UpstreamHttp.of(upstream, HttpClient.newHttpClient());
                UpstreamException failure = catchThrowableOfType(
                        UpstreamException.class,
                        () -> http.call(HttpRequest.newBuilder(server.uri()).build(), BodyHandlers.ofString())
                                .get());
                assertThat(failure.retryAfter()).isEqualTo(Duration.ofMinutes(1));
                upstream.close();
            }
        }
    }
}
