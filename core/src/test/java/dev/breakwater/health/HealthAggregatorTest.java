/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.contract.ManualScheduler;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HealthAggregatorTest {
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final ManualTime time = new ManualTime();
    private final ManualScheduler scheduler = new ManualScheduler(time);
    private final List<HealthChanged> changes = new ArrayList<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private final AtomicInteger runs = new AtomicInteger();
    private HealthResult found = HealthResult.up();
    private HealthAggregator health;

    private HealthAggregator start(Executor workers, Observer observer, HealthCheck... checks) {
        health = HealthAggregator.start(
                HealthPolicy.defaults(), List.of(checks), List.of(observer, this::hear), time, scheduler, workers);
        health.started();
        return health;
    }

    private HealthAggregator start(HealthCheck... checks) {
        return start(Runnable::run, (decision, exchange) -> {}, checks);
    }

    private void hear(dev.breakwater.Decision decision, dev.breakwater.exchange.Exchange exchange) {
        changes.add((HealthChanged) decision);
    }

    private HealthResult probe() {
        runs.incrementAndGet();
        return found;
    }

    private ComponentHealth component(int index) {
        return health.snapshot().components().get(index);
    }

    private void round(HealthResult result) {
        found = result;
        scheduler.advance(ROUND);
    }

    @Nested
    class Thresholds {
        private final HealthResult down = HealthResult.down("no");
        private final HealthResult up = HealthResult.up();

        @Test
        void takeThreeFailuresDownAndTwoSuccessesUpWithOneEventEach() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            round(up);
            round(down);
            round(down);
            assertThat(component(0).status()).isEqualTo(HealthStatus.UP);
            round(down);
            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            round(up);
            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            round(up);
            assertThat(component(0).status()).isEqualTo(HealthStatus.UP);

            assertThat(changes)
                    .containsExactly(
                            new HealthChanged("db", HealthStatus.UP, HealthStatus.DOWN),
                            new HealthChanged("db", HealthStatus.DOWN, HealthStatus.UP));
        }

        @Test
        void countOnlyWhatComesInARow() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            round(up);
            for (HealthResult result : List.of(down, down, up, down, down, up, down, down)) {
                round(result);
                assertThat(component(0).status()).isEqualTo(HealthStatus.UP);
            }
            assertThat(changes).isEmpty();
        }

        @Test
        void saysOfAFirstRunThatFailsThatItIsTheFirst() {
            found = down;
            Logger logger = (Logger) LoggerFactory.getLogger(HealthAggregator.class);
            ListAppender<ILoggingEvent> said = new ListAppender<>();
            said.start();
            logger.addAppender(said);
            logger.setLevel(Level.INFO);
            try {
                start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
                scheduler.advance(Duration.ofMillis(1));
                round(up);
                round(up);
            } finally {
                logger.detachAppender(said);
                logger.setLevel(null);
            }

            assertThat(said.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly("Health of db: DOWN, at its first check", "Health of db: UP, was DOWN");
            assertThat(changes)
                    .containsExactly(
                            new HealthChanged("db", null, HealthStatus.DOWN),
                            new HealthChanged("db", HealthStatus.DOWN, HealthStatus.UP));
            Map<String, Object> fields = new LinkedHashMap<>();
            changes.get(0).describe(new Decision.Fields() {
                @Override
                public void put(String name, String value) {
                    fields.put(name, value);
                }

                @Override
                public void put(String name, long value) {
                    fields.put(name, value);
                }
            });
            assertThat(fields)
                    .containsExactly(entry("breakwater.health.component", "db"), entry("breakwater.health.to", "DOWN"));
        }

        @Test
        void doNotApplyToTheFirstRun() {
            found = down;
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofMillis(1));

            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(health.snapshot().status()).isEqualTo("DOWN");
        }

        @Test
        void keepTheLastSuccessWhileDown() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            round(up);
            var success = component(0).lastSuccess();
            round(down);
            round(down);
            round(down);

            assertThat(component(0).lastSuccess()).isEqualTo(success);
            assertThat(component(0).since()).isAfter(success);
        }
    }

    @Nested
    class ACheckThat {
        @Test
        void throwsIsOneComponentDown() {
            start(
                    HealthCheck.local("bad", () -> {
                        throw new IllegalStateException("jdbc:x://u:pw@h?password=pw failed");
                    }),
                    HealthCheck.local("worse", () -> {
                        throw new StackOverflowError();
                    }),
                    HealthCheck.local("null", () -> null),
                    HealthCheck.local("good", HealthResult::up));
            scheduler.advance(Duration.ofMillis(1));

            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component(0).message())
                    .isEqualTo("java.lang.IllegalStateException: jdbc:x://REDACTED@h?password=REDACTED failed");
            assertThat(component(1).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component(2).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component(3).status()).isEqualTo(HealthStatus.UP);
        }

        @Test
        void saysTooMuchIsCut() {
            start(HealthCheck.local("bad", () -> HealthResult.down("x".repeat(10_000))));
            scheduler.advance(Duration.ofMillis(1));

            assertThat(component(0).message()).hasSize(512);
        }

        @Test
        void leavesItsThreadDirtyDoesNotHarmTheNext() {
            ClassLoader other = new ClassLoader() {};
            ClassLoader ours = Thread.currentThread().getContextClassLoader();
            List<Object> seen = new ArrayList<>();
            start(
                    HealthCheck.local("dirty", () -> {
                        Thread.currentThread().interrupt();
                        Thread.currentThread().setContextClassLoader(other);
                        return HealthResult.up();
                    }),
                    HealthCheck.local("next", () -> {
                        seen.add(Thread.currentThread().isInterrupted());
                        seen.add(Thread.currentThread().getContextClassLoader());
                        return HealthResult.up();
                    }));
            scheduler.advance(Duration.ofMillis(1));

            assertThat(seen).containsExactly(false, ours);
        }

        @Test
        void doesNotEndInTimeIsDownAndNeverRunsTwice() {
            start(
                    waiting::add,
                    (decision, exchange) -> {},
                    HealthCheck.local("slow", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofMillis(1_999));
            assertThat(component(0).isKnown()).isFalse();
            scheduler.advance(Duration.ofMillis(2));

            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component(0).message()).isEqualTo("timeout: no answer within 2000 ms");
            assertThat(component(0).stuck()).isFalse();

            scheduler.advance(ROUND.multipliedBy(10));
            assertThat(waiting).hasSize(1);
            assertThat(component(0).stuck()).isTrue();
            assertThat(component(0).message()).startsWith("stuck");
        }

        @Test
        void wasStuckHealsAfterTwoSuccesses() {
            start(
                    waiting::add,
                    (decision, exchange) -> {},
                    HealthCheck.local("slow", HealthAggregatorTest.this::probe));
            scheduler.advance(ROUND.multipliedBy(3));
            waiting.remove(0).run();
            assertThat(component(0).stuck()).isFalse();
            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            for (int i = 0; i < 2; i++) {
                assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
                scheduler.advance(ROUND);
                waiting.remove(0).run();
            }
            assertThat(component(0).status()).isEqualTo(HealthStatus.UP);
        }

        @Test
        void wasUpAndHangsIsDownInTheNextRound() {
            List<Runnable> hanging = new ArrayList<>();
            boolean[] hang = {false};
            start(
                    work -> {
                        if (hang[0]) {
                            hanging.add(work);
                        } else {
                            work.run();
                        }
                    },
                    (decision, exchange) -> {},
                    HealthCheck.local("slow", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofSeconds(9));
            assertThat(health.snapshot().isReady()).isTrue();
            hang[0] = true;
            scheduler.advance(Duration.ofSeconds(5));
            assertThat(health.snapshot().isReady()).as("one failure").isTrue();
            scheduler.advance(ROUND);

            assertThat(component(0).stuck()).isTrue();
            assertThat(health.snapshot().isReady()).isFalse();
        }
    }

    @Nested
    class ASnapshot {
        @Test
        void growsStaleWhenNothingRunsAnyMore() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofMillis(1));
            assertThat(health.snapshot().isReady()).isTrue();
            scheduler.stall(Duration.ofSeconds(59));
            assertThat(health.snapshot().isReady()).isTrue();
            scheduler.stall(Duration.ofSeconds(2));

            assertThat(health.snapshot().isReady()).isFalse();
            assertThat(component(0).stale()).isTrue();
            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
        }

        @Test
        void takesNoNoticeOfTheWallClock() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofMillis(1));
            time.stepWallClock(Duration.ofHours(1));
            assertThat(health.snapshot().isReady()).isTrue();
            time.stepWallClock(Duration.ofHours(-2));
            assertThat(health.snapshot().isReady()).isTrue();
        }

        @Test
        void runsNoCheckHoweverOftenItIsRead() {
            start(HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofSeconds(25));
            for (int i = 0; i < 10_000; i++) {
                health.snapshot();
            }
            assertThat(runs).hasValue(3);
        }

        @Test
        void isOutOfServiceUntilEverythingCriticalHasRun() {
            start(waiting::add, (decision, exchange) -> {}, HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofMillis(1));
            assertThat(health.snapshot().status()).isEqualTo("OUT_OF_SERVICE");
            waiting.remove(0).run();
            assertThat(health.snapshot().status()).isEqualTo("UP");
        }

        @Test
        void isOnlyDegradedByWhatIsSharedOrOptional() {
            start(
                    HealthCheck.shared("db", () -> HealthResult.down("no")),
                    HealthCheck.optional("mail", () -> HealthResult.down("no")));
            scheduler.advance(Duration.ofMillis(1));

            assertThat(health.snapshot().status()).isEqualTo("DEGRADED");
            assertThat(health.snapshot().isReady()).isTrue();
        }

        @Test
        void isOutOfServiceForGoodWhenDraining() {
            start();
            assertThat(health.snapshot().status()).isEqualTo("UP");
            health.draining();
            health.started();

            assertThat(health.snapshot().status()).isEqualTo("OUT_OF_SERVICE");
        }
    }

    @Nested
    class Observers {
        @Test
        void hearOfAChangeOnceEvenIfAnotherThrows() {
            found = HealthResult.down("no");
            start(
                    Runnable::run,
                    (decision, exchange) -> {
                        throw new IllegalStateException("planned");
                    },
                    HealthCheck.local("db", HealthAggregatorTest.this::probe));
            scheduler.advance(Duration.ofSeconds(25));

            assertThat(changes).hasSize(1);
            assertThat(runs).hasValue(3);
        }
    }

    @Nested
    class Names {
        @ParameterizedTest
        @ValueSource(strings = {"", "a:b", "a b", "a\n", "\u00e9"})
        void thatAreNoneAreRejected(String name) {
            assertThatThrownBy(() -> start(HealthCheck.local(name, HealthResult::up)))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-010");
        }

        @Test
        void thatComeTwiceAreRejected() {
            assertThatThrownBy(() ->
                            start(HealthCheck.local("db", HealthResult::up), HealthCheck.local("DB", HealthResult::up)))
                    .isInstanceOf(InvalidPolicyException.class)
                    .hasMessageContaining("BW-HEALTH-011");
        }
    }

    @Nested
    class OnRealThreads {
        private final ScheduledExecutorService real = Executors.newSingleThreadScheduledExecutor();
        private final CountDownLatch release = new CountDownLatch(1);

        @AfterEach
        void letGo() {
            release.countDown();
            health.close();
            real.shutdownNow();
        }

        private void begin(Collection<HealthCheck> checks) {
            HealthPolicy policy = HealthPolicy.builder()
                    .interval(Duration.ofMillis(50))
                    .timeout(Duration.ofMillis(100))
                    .build();
            health = HealthAggregator.start(policy, checks, List.of(), TimeSource.system(), real);
            health.started();
        }

        @Test
        void aHungCheckIsInterruptedAndTheOthersGoOn() {
            AtomicInteger interrupted = new AtomicInteger();
            begin(List.of(
                    HealthCheck.local("hung", () -> {
                        try {
                            release.await();
                        } catch (InterruptedException planned) {
                            interrupted.incrementAndGet();
                        }
                        return HealthResult.up();
                    }),
                    HealthCheck.local("good", HealthAggregatorTest.this::probe)));

            await().until(() -> interrupted.get() > 0 && runs.get() > 3);
            assertThat(component(0).status()).isEqualTo(HealthStatus.DOWN);
            assertThat(component(0).message()).startsWith("timeout");
            assertThat(component(1).status()).isEqualTo(HealthStatus.UP);
        }

        @Test
        void fiftyChecksThatIgnoreInterruptionHoldOneThreadEach() {
            AtomicInteger live = new AtomicInteger();
            List<HealthCheck> checks = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                checks.add(HealthCheck.local("hung" + i, () -> {
                    live.incrementAndGet();
                    while (release.getCount() > 0) {
                        try {
                            release.await();
                        } catch (InterruptedException ignored) {
                            Thread.interrupted();
                        }
                    }
                    return HealthResult.up();
                }));
            }
            begin(checks);

            await().until(() -> health.snapshot().components().stream().allMatch(ComponentHealth::stuck));
            assertThat(live).hasValue(50);
            assertThat(health.snapshot().answers().live(HealthFormat.JSON).status())
                    .isEqualTo(200);
            assertThat(health.snapshot().isReady()).isFalse();
        }
    }
}
