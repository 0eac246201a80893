/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;

@Tag("minimal")
class SamplingTest {
    private static final int MANY = 20_000;

    private static EventFixture sampling(double rate) {
        return new EventFixture(RequestLogPolicy.builder().sample(rate));
    }

    private static TestExchange traced(int trace) {
        return TestExchange.request("GET", "/")
                .header("traceparent", "00-" + String.format("%032x", trace + 1) + "-00f067aa0ba902b7-01")
                .build();
    }

    @Test
    void keepsAsManyAsItSaysAndTellsSoThatTheyCanBeCountedUp() {
        EventFixture log = sampling(0.1);
        for (int i = 0; i < MANY; i++) {
            log.admit(TestExchange.get("/")).complete(EventFixture.ok());
        }

        RequestLogCounts counts = log.guard.counts();
        assertThat(counts.requests()).isEqualTo(MANY);
        assertThat((double) counts.written()).isCloseTo(MANY * 0.1, within(MANY * 0.02));
        assertThat(RecordingSink.read(log.sink.lines.get(0))).containsEntry("breakwater.sample.rate", 0.1);
    }

    @Test
    void keepsAllOrNoneOfATraceInEveryService() {
        Set<Integer> here = kept(sampling(0.3));

        assertThat(kept(sampling(0.3))).isEqualTo(here);
        assertThat(here).hasSizeBetween(200, 400);
        assertThat(kept(sampling(0.6))).containsAll(here);
    }

    @Test
    void cannotBeForeseenByWhoeverDoesNotHaveTheKey() {
        EventFixture keyed =
                new EventFixture(RequestLogPolicy.builder().sample(0.3).hashKey("0123456789abcdef"));

        assertThat(kept(keyed)).hasSizeBetween(200, 400).isNotEqualTo(kept(sampling(0.3)));
    }

    private static Set<Integer> kept(EventFixture log) {
        Set<Integer> kept = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            long before = log.guard.counts().written();
            log.admit(traced(i)).complete(EventFixture.ok());
            if (log.guard.counts().written() > before) {
                kept.add(i);
            }
        }
        return kept;
    }

    @Test
    void atZeroKeepsNothingThatIsOrdinary() {
        EventFixture log = sampling(0);
        log.admit(TestExchange.get("/")).complete(EventFixture.ok());
        log.admit(TestExchange.get("/")).complete(new Outcome(404, Outcome.Kind.OK, 1, null, null));
        log.admit(TestExchange.get("/")).complete(new Outcome(200, Outcome.Kind.CLIENT_ABORT, 1, null, null));

        assertThat(log.guard.counts()).isEqualTo(new RequestLogCounts(0, 3, 0, 0, 0, 0, 0, 0));
    }

    @Nested
    class AtZero {
        private final EventFixture log = sampling(0);

        @Test
        void failuresAreKeptWhoeverIsToBlame() {
            assertThat(log.event(TestExchange.get("/"), EventFixture.failed(new Exception())))
                    .containsEntry("breakwater.sample.rate", 1.0);
            assertThat(log.event(TestExchange.get("/"), new Outcome(503, Outcome.Kind.REJECTED, 1, null, null)))
                    .containsEntry("breakwater.sample.rate", 1.0);
            assertThat(log.event(
                            TestExchange.get("/"), new Outcome(200, Outcome.Kind.ABORTED_AFTER_COMMIT, 1, null, null)))
                    .containsEntry("breakwater.sample.rate", 1.0);
        }

        @Test
        void slowRequestsAreKept() {
            long second = 1_000_000_000;
            assertThat(log.event(TestExchange.get("/"), new Outcome(200, Outcome.Kind.OK, second, null, null)))
                    .containsEntry("breakwater.sample.rate", 1.0);
            log.admit(TestExchange.get("/")).complete(new Outcome(200, Outcome.Kind.OK, second - 1, null, null));

            assertThat(log.guard.counts().sampled()).isEqualTo(1);
        }

        @Test
        void whatSecurityWantsToSeeIsKept() {
            TestExchange exchange = TestExchange.get("/");
            var admission = log.admit(exchange);
            log.guard.on(new Told(SecurityEvent.MALICIOUS_CORS), exchange);
            admission.complete(EventFixture.ok());

            assertThat(log.sink.only()).containsEntry("breakwater.security.event", "malicious_cors");
        }

        @ParameterizedTest
        @CsvSource({
            "MALICIOUS_CORS, 200, INFO",
            "MALICIOUS_CORS, 403, WARN",
            "MALICIOUS_ATTACK_TOOL, 200, WARN",
            "AUTHZ_ADMIN, 200, WARN",
        })
        void ofAForeignOriginOnlyARefusalIsAWarning(SecurityEvent event, int status, String level) {
            TestExchange exchange = TestExchange.get("/");
            var admission = log.admit(exchange);
            log.guard.on(new Told(event), exchange);
            admission.complete(new Outcome(status, Outcome.Kind.OK, 1_000_000, null, null));

            assertThat(log.sink.only())
                    .containsEntry("log.level", level)
                    .containsEntry("breakwater.security.event", event.text());
        }
    }

    private record Told(SecurityEvent event) implements Decision {
        @Override
        public SecurityEvent securityEvent() {
            return event;
        }
    }

    @Nested
    class Counts {
        @Test
        void addUpWhateverHappensMeanwhile() {
            AtomicBoolean on = new AtomicBoolean(true);
            AtomicBoolean works = new AtomicBoolean(true);
            RequestLogState state = new RequestLogState();
            RequestLogPolicy policy = RequestLogPolicy.builder()
                    .sample(0.5)
                    .excludePaths(List.of("/livez"))
                    .build();
            EventSink sink = new EventSink() {
                @Override
                public void write(Level level, String line) {
                    if (!works.get()) {
                        throw new IllegalStateException("disk full");
                    }
                }

                @Override
                public boolean isEnabled(Level level) {
                    return on.get();
                }
            };
            RequestLogGuard guard = RequestLogGuard.of(policy, sink, new ManualTime(), state);
            int requests = 0;
            for (int i = 0; i < 1_000; i++) {
                on.set(i % 7 != 0);
                works.set(i % 5 != 0);
                if (i == 500) {
                    guard = RequestLogGuard.of(policy, sink, new ManualTime(), state);
                }
                dev.breakwater.Breakwater.of(List.of(guard))
                        .admit(TestExchange.get(i % 11 == 0 ? "/livez" : "/"))
                        .complete(EventFixture.ok());
                requests++;
            }

            RequestLogCounts counts = state.counts();
            assertThat(counts.requests()).isEqualTo(requests);
            assertThat(counts.written()).isPositive();
            assertThat(counts.sampled()).isPositive();
            assertThat(counts.dropped()).isPositive();
            assertThat(counts.excluded()).isPositive();
        }

        @Test
        void ofLossesAreInTheNextEventThatIsWritten() {
            AtomicBoolean works = new AtomicBoolean();
            RecordingSink lines = new RecordingSink();
            RequestLogGuard guard = RequestLogGuard.of(
                    RequestLogPolicy.builder().build(),
                    (level, line) -> {
                        if (!works.get()) {
                            throw new IllegalStateException("disk full");
                        }
                        lines.write(level, line);
                    },
                    new ManualTime());
            for (int i = 0; i < 5; i++) {
                works.set(i >= 3);
                dev.breakwater.Breakwater.of(List.of(guard))
                        .admit(TestExchange.get("/"))
                        .complete(EventFixture.ok());
            }

            assertThat(RecordingSink.read(lines.lines.get(0))).containsEntry("breakwater.dropped_before", 3L);
            assertThat(RecordingSink.read(lines.lines.get(1))).doesNotContainKey("breakwater.dropped_before");
        }

        @Test
        void ofIdsThatWereReplacedAreKept() {
            EventFixture log = sampling(1);
            log.admit(TestExchange.request("GET", "/")
                            .header("X-Request-Id", "x")
                            .build())
                    .complete(EventFixture.ok());

            assertThat(log.guard.counts().idsReplaced()).isEqualTo(1);
        }
    }
}
