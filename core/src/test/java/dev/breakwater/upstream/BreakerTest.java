/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.upstream.BreakerChanged.State;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private final Rig rig = Rig.of();

    private Reason outcome() {
        return Rig.reason(rig.call().start());
    }

    private void open() {
        for (int i = 0; i < 10; i++) {
            rig.failOnce();
        }
        assertThat(rig.states()).endsWith(State.OPEN);
    }

    private void halfOpen() {
        open();
        rig.advance(WAIT.plusMillis(1));
    }

    @Test
    void opensAtTheTenthCallIfHalfOfThemFailed() {
        for (int i = 0; i < 5; i++) {
            rig.succeedOnce();
        }
        for (int i = 0; i < 4; i++) {
            rig.failOnce();
        }
        assertThat(rig.states()).isEmpty();
        rig.failOnce();

        assertThat(rig.states()).containsExactly(State.OPEN);
        assertThat(outcome()).isEqualTo(Reason.OPEN);
        assertThat(rig.calls).hasSize(10);
    }

    @Test
    void staysClosedBelowTheRate() {
        for (int i = 0; i < 200; i++) {
            if (i % 5 < 3) {
                rig.succeedOnce();
            } else {
                rig.failOnce();
            }
        }
        assertThat(rig.states()).isEmpty();
    }

    @Test
    void countsTimeoutsAsFailures() {
        for (int i = 0; i < 10; i++) {
            CompletableFuture<String> started = rig.call().start();
            rig.advance(WAIT);
            assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        }
        assertThat(rig.states()).containsExactly(State.OPEN);
    }

    @Test
    void countsEachFailedAttemptOnce() {
        Rig patient = new Rig(builder -> builder.attempts(2));
        for (int i = 0; i < 5; i++) {
            assertThat(patient.states()).isEmpty();
            CompletableFuture<String> started = patient.call().start();
            patient.fail();
            patient.advance(Duration.ofSeconds(1));
            patient.fail();
            assertThat(Rig.reason(started)).isEqualTo(Reason.FAILED);
        }
        assertThat(patient.states()).containsExactly(State.OPEN);
    }

    @Test
    void doesNotCountCallersWhoWentAway() {
        for (int i = 0; i < 100; i++) {
            rig.call().start().cancel(false);
        }
        assertThat(rig.states()).isEmpty();
        assertThat(rig.results()).hasSize(100);
    }

    @Test
    void doesNotTakeLongCallsForFailures() {
        Rig slow = new Rig(builder -> builder.timeout(Duration.ofMinutes(10)));
        for (int i = 0; i < 100; i++) {
            CompletableFuture<String> started = slow.call().start();
            slow.advance(Duration.ofMinutes(5));
            slow.answer("at last");
            assertThat(started).isCompleted();
        }
        assertThat(slow.states()).isEmpty();
    }

    @Test
    void ignoresTheWallClock() {
        open();
        rig.time.stepWallClock(Duration.ofDays(1));
        assertThat(outcome()).isEqualTo(Reason.OPEN);
    }

    @Test
    void forgetsWhatIsOlderThanItsTimeWindow() {
        Rig timed = new Rig(builder -> builder.breakerWindow(BreakerWindow.time(Duration.ofSeconds(10))));
        for (int i = 0; i < 30; i++) {
            timed.failOnce();
            timed.advance(Duration.ofMillis(1_500));
        }
        assertThat(timed.states()).isEmpty();
        for (int i = 0; i < 10; i++) {
            timed.failOnce();
        }
        assertThat(timed.states()).contains(State.OPEN);
    }

    @Nested
    class HalfOpen {
        @Test
        void letsThreeCallsPass() {
            halfOpen();
            for (int i = 0; i < 3; i++) {
                assertThat(rig.call().start()).isNotDone();
            }
            assertThat(outcome()).isEqualTo(Reason.OPEN);
        }

        @Test
        void closesWhenTheyAreAnswered() {
            halfOpen();
            for (int i = 0; i < 3; i++) {
                rig.succeedOnce();
            }
            assertThat(rig.states()).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
        }

        @Test
        void opensAgainWhenTheyFail() {
            halfOpen();
            for (int i = 0; i < 3; i++) {
                rig.failOnce();
            }
            assertThat(rig.states()).containsExactly(State.OPEN, State.HALF_OPEN, State.OPEN);
        }

        @Test
        void getsBackWhatCallersWhoWentAwayHeld() {
            halfOpen();
            for (int i = 0; i < 50; i++) {
                rig.call().start().cancel(false);
            }
            for (int i = 0; i < 3; i++) {
                rig.succeedOnce();
            }
            assertThat(rig.states()).endsWith(State.CLOSED);
        }

        @Test
        void getsBackWhatHungCallsHeldByTheirDeadline() {
            halfOpen();
            for (int i = 0; i < 3; i++) {
                rig.upstream
                        .callAsync(() -> new CompletableFuture<>().minimalCompletionStage())
                        .start();
            }
            assertThat(outcome()).isEqualTo(Reason.OPEN);
            rig.advance(Duration.ofSeconds(30));
            assertThat(rig.states()).endsWith(State.OPEN);
            rig.advance(WAIT.plusMillis(1));
            assertThat(rig.call().start()).isNotDone();
        }

        @Test
        void spendsNothingOnAFullBulkhead() {
            Rig narrow = new Rig(builder -> builder.maxConcurrent(1));
            for (int i = 0; i < 10; i++) {
                narrow.failOnce();
            }
            narrow.advance(WAIT.plusMillis(1));
            CompletableFuture<String> running = narrow.call().start();
            for (int i = 0; i < 20; i++) {
                assertThat(Rig.reason(narrow.call().start())).isEqualTo(Reason.FULL);
            }
            narrow.answer("fine");
            narrow.succeedOnce();
            narrow.succeedOnce();
            assertThat(running).isCompleted();
            assertThat(narrow.states()).endsWith(State.CLOSED);
        }

        @Test
        void doesNotHearOfCallsFromBefore() {
            Rig wide = new Rig(builder -> builder.timeout(Duration.ofHours(1)));
            List<CompletableFuture<String>> old = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                wide.call().start();
                old.add(wide.calls.get(i));
            }
            for (int i = 0; i < 10; i++) {
                wide.failOnce();
            }
            wide.advance(WAIT.plusMillis(1));
            wide.succeedOnce();
            old.get(0).cancel(false);
            old.get(1).completeExceptionally(new IllegalStateException());
            old.get(2).completeExceptionally(new IllegalStateException());
            wide.succeedOnce();
            wide.succeedOnce();
            assertThat(wide.states()).containsExactly(State.OPEN, State.HALF_OPEN, State.CLOSED);
        }
    }

    @Test
    void neverComesToAStandstillWhateverHappens() {
        walk(61, 100_000);
    }

    @Test
    @Tag("heavy")
    void neverComesToAStandstillHoweverLongItGoesOn() {
        for (int seed = 0; seed < 10; seed++) {
            walk(seed, 100_000);
        }
    }

    private static void walk(int seed, int steps) {
        Random random = new Random(seed);
        Rig walk = new Rig(builder ->
                builder.maxConcurrent(5).timeout(Duration.ofSeconds(2)).breakerWait(Duration.ofSeconds(1)));
        for (int i = 0; i < steps; i++) {
            step(walk, random.nextInt(5), random);
        }
        walk.advance(Duration.ofSeconds(10));
        // What it remembers may still open it, once or twice; more answers than it looks back on leave nothing of that.
        for (int i = 0; i < 300; i++) {
            CompletableFuture<String> probe = walk.call().start();
            if (probe.isDone()) {
                walk.advance(Duration.ofSeconds(2));
            } else {
                walk.answer("fine");
            }
        }
        walk.succeedOnce();
        assertThat(walk.upstream.state().breaker()).isEqualTo(State.CLOSED);
    }

    private static void step(Rig walk, int what, Random random) {
        walk.calls.removeIf(CompletableFuture::isDone);
        walk.heard.clear();
        walk.exchanges.clear();
        int some = walk.calls.isEmpty() ? -1 : random.nextInt(walk.calls.size());
        if (what == 0) {
            walk.advance(Duration.ofMillis(random.nextInt(800)));
        } else if (what == 1 || some < 0) {
            walk.call().start();
        } else if (what == 2) {
            walk.calls.get(some).complete("fine");
        } else if (what == 3) {
            walk.calls.get(some).completeExceptionally(new IllegalStateException());
        } else {
            walk.call().start().cancel(false);
        }
    }
}
