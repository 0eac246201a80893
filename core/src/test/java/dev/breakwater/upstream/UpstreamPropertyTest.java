/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.upstream.BreakerChanged.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever happens in whatever order: each call has one result, and everything that was taken comes back. */
class UpstreamPropertyTest {
    private static final int MOST = 4;

    enum Happening {
        START,
        START_FOR_KEY,
        START_WITH_FALLBACK,
        ANSWER,
        ANSWER_GARBAGE,
        FAIL,
        CANCEL,
        WAIT_A_LITTLE,
        WAIT_LONG,
        SWITCH,
        REPLACE
    }

    @Provide
    Arbitrary<List<Integer>> stories() {
        return Arbitraries.integers().between(0, 1 << 20).list().ofMinSize(1).ofMaxSize(150);
    }

    @Property(tries = 300)
    void everythingComesBack(@ForAll("stories") List<Integer> story) {
        Story told = new Story();
        story.forEach(told::step);
        told.end();
    }

    private static final class Story {
        private final Rig rig = new Rig(builder -> builder.maxConcurrent(MOST)
                .attempts(3)
                .timeout(Duration.ofSeconds(5))
                .breakerWait(Duration.ofSeconds(2))
                .cacheTtl(Duration.ofSeconds(3)));
        private final List<CompletableFuture<?>> started = new ArrayList<>();

        private Call<Integer> call() {
            return rig.call().map(Integer::valueOf);
        }

        void step(int dice) {
            Happening what = Happening.values()[dice % Happening.values().length];
            int which = dice / Happening.values().length;
            switch (what) {
                case START -> started.add(call().start());
                case START_FOR_KEY -> started.add(call().cachedBy(which % 3).start());
                case START_WITH_FALLBACK ->
                    started.add(call().fallback(failure -> -1).start());
                case ANSWER -> running(which).complete("1");
                case ANSWER_GARBAGE -> running(which).complete("garbage");
                case FAIL -> running(which).completeExceptionally(new IllegalStateException());
                case CANCEL -> cancel(which);
                case WAIT_A_LITTLE -> rig.advance(Duration.ofMillis(which % 400));
                case WAIT_LONG -> rig.advance(Duration.ofSeconds(which % 6));
                case SWITCH -> flip();
                case REPLACE ->
                    rig.upstream.replace(UpstreamPolicy.named("gemini")
                            .maxConcurrent(1 + which % 6)
                            .timeout(Duration.ofSeconds(1 + which % 5))
                            .breakerFailureRate(which % 2 == 0 ? 0.5 : 0.7)
                            .cacheTtl(Duration.ofSeconds(1 + which % 3))
                            .build());
            }
        }

        private CompletableFuture<String> running(int which) {
            List<CompletableFuture<String>> open =
                    rig.calls.stream().filter(call -> !call.isDone()).toList();
            return open.isEmpty() ? new CompletableFuture<>() : open.get(which % open.size());
        }

        private void cancel(int which) {
            if (!started.isEmpty()) {
                started.get(which % started.size()).cancel(false);
            }
        }

        private void flip() {
            if (rig.upstream.isDisabled()) {
                rig.upstream.enable();
            } else {
                rig.upstream.disable();
            }
        }

        void end() {
            rig.advance(Duration.ofSeconds(30));
            assertThat(started).allMatch(CompletableFuture::isDone);
            assertThat(rig.results()).hasSameSizeAs(started);
            assertThat(rig.calls).as("late stages were cancelled").allMatch(CompletableFuture::isDone);
            assertThat(rig.planned()).isZero();
            rig.upstream.enable();
            rig.upstream.replace(
                    UpstreamPolicy.named("gemini").maxConcurrent(MOST).build());
            closeTheBreaker();
            assertAllPermitsAreBack();
        }

        /** Half open, it may have heard of failures already and open once more; then the next three answers close it. */
        private void closeTheBreaker() {
            rig.advance(Duration.ofSeconds(31));
            for (int i = 0; i < 6 && !isClosed(); i++) {
                CompletableFuture<Integer> probe = call().start();
                if (probe.isDone()) {
                    rig.advance(Duration.ofSeconds(31));
                } else {
                    rig.answer("1");
                }
            }
            assertThat(isClosed()).isTrue();
        }

        private boolean isClosed() {
            List<State> states = rig.states();
            return states.isEmpty() || states.get(states.size() - 1) == State.CLOSED;
        }

        private void assertAllPermitsAreBack() {
            List<CompletableFuture<Integer>> last = new ArrayList<>();
            for (int i = 0; i < MOST; i++) {
                last.add(call().start());
            }
            assertThat(last).noneMatch(CompletableFuture::isDone);
            assertThat(Rig.reason(call().start())).isEqualTo(UpstreamException.Reason.FULL);
        }
    }
}
