/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.breakwater.SecurityEvent;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthStatus;
import dev.breakwater.upstream.KillSwitchChanged.By;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class KillSwitchTest {
    private static final Duration ONE_LOOK = Duration.ofMillis(50);

    private final Rig rig = Rig.of();
    private final Upstream upstream = rig.upstream;
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();

    @BeforeEach
    void listen() {
        said.start();
        logger().addAppender(said);
    }

    @AfterEach
    void stopListening() {
        logger().detachAppender(said);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(Upstream.class);
    }

    private List<String> warnings() {
        return said.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    private static List<KillSwitchChanged> changes(Rig rig) {
        List<KillSwitchChanged> changes = new ArrayList<>();
        rig.heard.forEach(decision -> {
            if (decision instanceof KillSwitchChanged change) {
                changes.add(change);
            }
        });
        return changes;
    }

    private static KillSwitchChanged change(boolean disabled, By by) {
        return new KillSwitchChanged("gemini", disabled, by);
    }

    @Nested
    class ByHand {
        @Test
        void theLastWriterDecides() {
            upstream.disable(By.OPERATOR);
            upstream.enable();
            assertThat(upstream.isDisabled()).isFalse();
            upstream.disable();
            upstream.enable(By.OPERATOR);
            assertThat(upstream.isDisabled()).isFalse();
        }

        @Test
        void onlyChangesAreHeard() {
            upstream.disable();
            upstream.disable(By.OPERATOR);
            upstream.enable(By.OPERATOR);
            upstream.enable();
            assertThat(changes(rig)).containsExactly(change(true, By.CODE), change(false, By.OPERATOR));
        }

        @Test
        void aSwitchThatTheSettingThrowsFromTheStartHasNotChanged() {
            Rig off = new Rig(builder -> builder.disabled(true));
            assertThat(changes(off)).isEmpty();
            assertThat(off.upstream.state().disabledBy()).containsExactly(By.SETTING);
        }

        @Test
        void aSettingThatChangesItsMindIsOneMoreWriter() {
            upstream.replace(UpstreamPolicy.named("gemini").disabled(true).build());
            upstream.enable(By.OPERATOR);
            assertThat(changes(rig)).containsExactly(change(true, By.SETTING), change(false, By.OPERATOR));
        }

        @Test
        void whoeverHearsOfAChangeMayChangeItBack() {
            List<Boolean> heard = new ArrayList<>();
            List<Upstream> self = new ArrayList<>();
            try (Upstream stubborn = Upstream.named("gemini")
                    .observer((decision, exchange) -> {
                        if (decision instanceof KillSwitchChanged change) {
                            heard.add(change.disabled());
                            self.get(0).enable();
                        }
                    })
                    .build()) {
                self.add(stubborn);
                stubborn.disable();
                assertThat(stubborn.isDisabled()).isFalse();
            }
            assertThat(heard).containsExactly(true, false);
        }
    }

    @Nested
    class ByCallback {
        private final AtomicBoolean flag = new AtomicBoolean();

        @Test
        void itIsAskedEvery50MillisecondsAndNeverByACall() {
            AtomicInteger asked = new AtomicInteger();
            upstream.disabledWhen(() -> asked.incrementAndGet() < 0);
            assertThat(asked).hasValue(0);
            rig.advance(Duration.ofSeconds(1));
            rig.succeedOnce();
            assertThat(asked).hasValue(21);
        }

        @Test
        void itStopsCallsWithinOneLookAndLetsThemPassAgain() {
            upstream.disabledWhen(flag::get);
            rig.advance(Duration.ofMillis(70));
            flag.set(true);
            rig.advance(ONE_LOOK);
            assertThat(Rig.reason(rig.call().start())).isEqualTo(UpstreamException.Reason.DISABLED);
            flag.set(false);
            rig.advance(ONE_LOOK);
            rig.succeedOnce();
            assertThat(changes(rig)).containsExactly(change(true, By.CALLBACK), change(false, By.CALLBACK));
        }

        @Test
        void flippedMidFlightItLetsTheRunningAttemptEndAndAllowsNoFurtherOne() {
            Rig patient = new Rig(builder -> builder.attempts(3));
            patient.upstream.disabledWhen(flag::get);
            CompletableFuture<String> answered = patient.call().start();
            CompletableFuture<String> failing = patient.call().start();
            flag.set(true);
            patient.advance(ONE_LOOK);
            patient.calls.get(0).complete("fine");
            patient.calls.get(1).completeExceptionally(new IOException("down"));
            patient.advance(Duration.ofSeconds(1));
            assertThat(answered).isCompletedWithValue("fine");
            assertThat(Rig.reason(failing)).isEqualTo(UpstreamException.Reason.DISABLED);
            assertThat(patient.calls).hasSize(2);
        }

        @Test
        void noOtherHandTakesItsOwnAway() {
            upstream.disabledWhen(flag::get);
            flag.set(true);
            rig.advance(ONE_LOOK);
            upstream.enable(By.OPERATOR);
            assertThat(upstream.state().disabledBy()).containsExactly(By.CALLBACK);
            upstream.disable(By.OPERATOR);
            flag.set(false);
            rig.advance(ONE_LOOK);
            assertThat(upstream.state().disabledBy()).containsExactly(By.OPERATOR);
            assertThat(changes(rig)).containsExactly(change(true, By.CALLBACK));
        }

        @Test
        void oneThatThrowsKeepsItsLastAnswerAndIsNamedOnce() {
            AtomicBoolean broken = new AtomicBoolean();
            upstream.disabledWhen(() -> {
                if (broken.get()) {
                    throw new IllegalStateException("no flags");
                }
                return flag.get();
            });
            flag.set(true);
            rig.advance(ONE_LOOK);
            broken.set(true);
            flag.set(false);
            rig.advance(Duration.ofMinutes(10));
            assertThat(upstream.isDisabled()).isTrue();
            assertThat(warnings())
                    .containsExactly("Breakwater: the callback that disables upstream gemini: cannot be read, so calls"
                            + " stay off");
            broken.set(false);
            rig.advance(ONE_LOOK);
            assertThat(upstream.isDisabled()).isFalse();
        }

        @Test
        void aFaultThatComesAndGoesIsNamedOnceAMinuteAtMost() {
            AtomicInteger asked = new AtomicInteger();
            upstream.disabledWhen(() -> {
                if (asked.incrementAndGet() % 2 == 0) {
                    throw new IllegalStateException("flaky");
                }
                return false;
            });
            rig.advance(Duration.ofMinutes(5));
            assertThat(warnings()).hasSize(1);
        }

        @Test
        void oneThatHangsHoldsUpNobodyElse() {
            CountDownLatch released = new CountDownLatch(1);
            AtomicInteger hung = new AtomicInteger();
            try (Upstream real = Upstream.named("real").build()) {
                real.disabledWhen(() -> {
                    hung.incrementAndGet();
                    return awaits(released);
                });
                real.disabledWhen(flag::get);
                assertThat(real.call(() -> "fine").get()).isEqualTo("fine");
                flag.set(true);
                await().atMost(Duration.ofSeconds(5)).until(real::isDisabled);
                assertThat(hung).as("asked again only when it has answered").hasValue(1);
            } finally {
                released.countDown();
            }
        }

        private static boolean awaits(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return false;
        }

        @Test
        void itIsNotAskedAnyMoreWhenTheUpstreamIsClosed() {
            AtomicInteger asked = new AtomicInteger();
            upstream.disabledWhen(() -> asked.incrementAndGet() < 0);
            upstream.close();
            upstream.disabledWhen(() -> asked.incrementAndGet() < 0);
            rig.advance(Duration.ofSeconds(1));
            assertThat(asked).hasValue(0);
        }
    }

    @Nested
    class ByFile {
        @TempDir
        private Path folder;

        private Rig watching(Path file) {
            return new Rig(builder -> builder.disabledFile(file));
        }

        @ParameterizedTest
        @CsvSource({
            "'',true",
            "true,true",
            "' YES\n',true",
            "1,true",
            "on,true",
            "false,false",
            "' Off\n',false",
            "0,false",
            "no,false"
        })
        void itThrowsTheSwitchUnlessItSaysNo(String text, boolean disabled) throws IOException {
            Path file = Files.writeString(folder.resolve("off"), text);
            assertThat(watching(file).upstream.isDisabled()).isEqualTo(disabled);
            assertThat(warnings()).isEmpty();
        }

        @Test
        void itIsFollowedAsItComesAndGoes() throws IOException {
            Path file = folder.resolve("off");
            Rig watched = watching(file);
            watched.succeedOnce();
            Files.createFile(file);
            watched.advance(ONE_LOOK);
            assertThat(Rig.reason(watched.call().start())).isEqualTo(UpstreamException.Reason.DISABLED);
            Files.delete(file);
            watched.advance(ONE_LOOK);
            watched.succeedOnce();
            assertThat(changes(watched)).containsExactly(change(true, By.FILE), change(false, By.FILE));
        }

        @Test
        void itStopsCallsWithin100MillisecondsOfRealTime() throws IOException {
            Path file = folder.resolve("off");
            try (Upstream real = Upstream.named("real").disabledFile(file).build()) {
                assertThat(real.call(() -> "fine").get()).isEqualTo("fine");
                List<Long> millis = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    Files.createFile(file);
                    long begun = System.nanoTime();
                    await().pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(2))
                            .atMost(Duration.ofSeconds(5))
                            .until(real::isDisabled);
                    millis.add((System.nanoTime() - begun) / 1_000_000);
                    Files.delete(file);
                    await().atMost(Duration.ofSeconds(5)).until(() -> !real.isDisabled());
                }
                assertThat(millis)
                        .as("a machine that stalls once does not do so each time")
                        .anyMatch(ms -> ms <= 100);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"garbage", "truefalse", "password=hunter2"})
        void garbageAtTheStartCountsAsThrown(String text) throws IOException {
            Path file = Files.writeString(folder.resolve("off"), text);
            Rig watched = watching(file);
            watched.advance(Duration.ofMinutes(1));
            assertThat(watched.upstream.isDisabled()).isTrue();
            assertThat(warnings()).singleElement().asString().contains(file.toString(), "stay off");
            assertThat(said.list.get(0).getThrowableProxy().getMessage()).doesNotContain(text);
        }

        @Test
        void garbageLaterKeepsTheLastValue() throws IOException {
            Path file = Files.writeString(folder.resolve("off"), "no");
            Rig watched = watching(file);
            Files.writeString(file, "maybe");
            watched.advance(Duration.ofMinutes(1));
            assertThat(watched.upstream.isDisabled()).isFalse();
            assertThat(warnings()).hasSize(1);
            Files.writeString(file, "yes");
            watched.advance(ONE_LOOK);
            Files.writeString(file, "maybe");
            watched.advance(Duration.ofMinutes(1));
            assertThat(watched.upstream.isDisabled()).isTrue();
        }

        @Test
        void whatCannotBeReadAtTheStartCountsAsThrown() throws IOException {
            Path directory = Files.createDirectory(folder.resolve("off"));
            Rig watched = watching(directory);
            assertThat(watched.upstream.state().disabledBy()).containsExactly(By.FILE);
            Files.delete(directory);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isFalse();
        }

        @Test
        void aPipeCountsAsThrownAndIsNotWaitedFor() throws Exception {
            Path pipe = folder.resolve("off");
            assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "pipes have names here");
            Rig watched = watching(pipe);
            assertThat(watched.upstream.isDisabled()).isTrue();
            assertThat(warnings()).singleElement().asString().contains("stay off");
            Files.delete(pipe);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isFalse();
            Files.createDirectory(pipe);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).as("later too").isTrue();
        }

        @Test
        void whatHangsAtTheStartCountsAsThrownUntilItAnswers() throws Exception {
            CountDownLatch answer = new CountDownLatch(1);
            KillSource hung = () -> {
                answer.await();
                return false;
            };
            try (Upstream real = Upstream.named("real").build()) {
                Watch.cautious(real.engine(), hung, By.FILE);
                assertThat(real.isDisabled()).isTrue();
                assertThat(warnings()).singleElement().asString().contains("stay off");
                answer.countDown();
                await().atMost(Duration.ofSeconds(5)).until(() -> !real.isDisabled());
            }
        }

        @Test
        void aPoolThatThrowsWhateverItLikesDoesNotEndTheWatch() throws IOException {
            AtomicBoolean broken = new AtomicBoolean();
            Path file = folder.resolve("off");
            Rig watched = new Rig(builder -> builder.disabledFile(file).threads(task -> {
                if (broken.get()) {
                    throw new IllegalStateException("no pool");
                }
                task.run();
            }));
            broken.set(true);
            watched.advance(Duration.ofSeconds(1));
            broken.set(false);
            Files.createFile(file);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isTrue();
            assertThat(warnings()).hasSize(1);
        }

        @Test
        void linksThatAreSwappedAreFollowed() throws IOException {
            Files.writeString(Files.createDirectory(folder.resolve("v1")).resolve("gemini"), "false");
            Files.writeString(Files.createDirectory(folder.resolve("v2")).resolve("gemini"), "true");
            Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
            Path file = Files.createSymbolicLink(folder.resolve("gemini"), Path.of("..data", "gemini"));
            Rig watched = watching(file);
            assertThat(watched.upstream.isDisabled()).isFalse();

            Path next = Files.createSymbolicLink(folder.resolve("..next"), Path.of("v2"));
            Files.move(next, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isTrue();
        }

        @Test
        void anotherFileTakesItsPlaceWithTheSettings() throws IOException {
            Path first = Files.createFile(folder.resolve("first"));
            Path second = folder.resolve("second");
            Rig watched = watching(first);
            watched.upstream.replace(
                    UpstreamPolicy.named("gemini").disabledFile(second).build());
            assertThat(watched.upstream.isDisabled()).isFalse();
            Files.createFile(second);
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isTrue();
            watched.upstream.replace(UpstreamPolicy.named("gemini").build());
            watched.advance(ONE_LOOK);
            assertThat(watched.upstream.isDisabled()).isFalse();
        }
    }

    @Nested
    class TheThreadThatWatches {
        @Test
        void isThereOnlyWhileThereIsSomethingToWatch() {
            try (Upstream quiet = Upstream.named("quiet").build()) {
                assertThat(quiet.isDisabled()).isFalse();
                assertThat(threads("breakwater-upstream-quiet")).isZero();
            }
            try (Upstream watched = Upstream.named("watched").build()) {
                watched.disabledWhen(() -> false);
                await().until(() -> threads("breakwater-upstream-watched") > 0);
            }
            await().atMost(Duration.ofSeconds(5)).until(() -> threads("breakwater-upstream-watched") == 0);
        }

        private static long threads(String prefix) {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith(prefix))
                    .count();
        }
    }

    @Nested
    class StateAndHealth {
        private final HealthCheck health = upstream.health();

        @Test
        void theStateSaysWhatRuns() {
            assertThat(upstream.state())
                    .isEqualTo(new UpstreamState("gemini", BreakerChanged.State.CLOSED, Set.of(), 0, 10, 0));
            rig.call().start();
            CompletableFuture<String> second = rig.call().start();
            assertThat(upstream.state().running()).isEqualTo(2);
            rig.answer("fine");
            assertThat(second).isCompleted();
            assertThat(upstream.state().running()).isOne();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 3, 20})
        void theStateCountsRightWhileTheBulkheadIsResized(int next) {
            for (int i = 0; i < 4; i++) {
                rig.call().start();
            }
            upstream.replace(UpstreamPolicy.named("gemini").maxConcurrent(next).build());
            assertThat(upstream.state().running()).isEqualTo(4);
            assertThat(upstream.state().maxConcurrent()).isEqualTo(next);
            rig.calls.forEach(call -> call.complete("fine"));
            assertThat(upstream.state().running()).isZero();
        }

        @Test
        void itsCheckIsOptionalSharedAndCallsNothing() throws Exception {
            assertThat(health.name()).isEqualTo("upstream-gemini");
            assertThat(health.scope()).isEqualTo(HealthCheck.Scope.SHARED);
            assertThat(health.critical()).isFalse();
            assertThat(health.check()).isEqualTo(HealthResult.up());
            assertThat(rig.calls).isEmpty();
        }

        @Test
        void anOpenBreakerIsDownAndOneThatTriesAgainDegraded() throws Exception {
            for (int i = 0; i < 10; i++) {
                rig.failOnce();
            }
            assertThat(health.check().status()).isEqualTo(HealthStatus.DOWN);
            rig.advance(Duration.ofSeconds(30).minusNanos(1));
            assertThat(upstream.state().breaker()).isEqualTo(BreakerChanged.State.OPEN);
            rig.advance(Duration.ofNanos(1));
            assertThat(upstream.state().breaker()).as("though nobody calls").isEqualTo(BreakerChanged.State.HALF_OPEN);
            assertThat(health.check().status()).isEqualTo(HealthStatus.DEGRADED);
            rig.call().start();
            assertThat(health.check().status()).isEqualTo(HealthStatus.DEGRADED);
        }

        @Test
        void aThrownSwitchIsDegradedEvenIfTheBreakerWasOpen() throws Exception {
            for (int i = 0; i < 10; i++) {
                rig.failOnce();
            }
            upstream.disable(By.OPERATOR);
            assertThat(health.check()).isEqualTo(HealthResult.degraded("disabled by operator"));
        }
    }

    @Nested
    class OnRecord {
        @Test
        void isEachChangeButThatOfAnOperatorWhoIsOnRecordAlready() {
            for (By by : By.values()) {
                assertThat(change(true, by).securityEvent())
                        .isEqualTo(by == By.OPERATOR ? null : SecurityEvent.AUTHZ_ADMIN);
            }
        }
    }
}
