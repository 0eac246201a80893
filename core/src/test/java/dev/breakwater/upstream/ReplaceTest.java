/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.upstream.BreakerChanged.State;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ReplaceTest {
    private final Rig rig =
            new Rig(builder -> builder.cacheTtl(Duration.ofHours(1)).maxConcurrent(4));

    private static UpstreamPolicy.Builder policy() {
        return UpstreamPolicy.named("gemini").cacheTtl(Duration.ofHours(1)).maxConcurrent(4);
    }

    @Test
    void keepsWhatTheBreakerAndTheCacheKnow() {
        rig.upstream.call(() -> "kept").cachedBy("key").get();
        for (int i = 0; i < 9; i++) {
            rig.failOnce();
        }
        rig.upstream.replace(policy().timeout(Duration.ofSeconds(1)).attempts(2).build());

        assertThat(rig.upstream.call(() -> "new").cachedBy("key").get()).isEqualTo("kept");
        assertThat(rig.states()).hasSize(1);
        assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.OPEN);
        assertThat(rig.upstream).hasToString("gemini within PT1S");
    }

    @Test
    void beginsABreakerAnewWhenItsSettingsChange() {
        for (int i = 0; i < 10; i++) {
            rig.failOnce();
        }
        rig.upstream.replace(policy().breakerFailureRate(0.9).build());
        assertThat(rig.states()).containsExactly(State.OPEN, State.CLOSED);
        rig.succeedOnce();
    }

    @Test
    void tellsOfTheNewBreakerWhenItIsInPlace() {
        List<State> seen = new ArrayList<>();
        List<Upstream> self = new ArrayList<>();
        Rig looking = new Rig(builder -> builder.observer((decision, exchange) -> {
            if (decision instanceof BreakerChanged) {
                seen.add(self.get(0).state().breaker());
            }
        }));
        self.add(looking.upstream);
        for (int i = 0; i < 10; i++) {
            looking.failOnce();
        }
        looking.upstream.replace(
                UpstreamPolicy.named("gemini").breakerFailureRate(0.9).build());
        assertThat(seen).containsExactly(State.OPEN, State.CLOSED);
    }

    @Test
    void beginsACacheAnewWhenItsSettingsChangeButNotItsCount() {
        rig.upstream.call(() -> "kept").cachedBy("key").get();
        rig.upstream.replace(policy().cacheTtl(Duration.ofHours(2)).build());
        assertThat(rig.upstream.call(() -> "new").cachedBy("key").get()).isEqualTo("new");
        assertThat(rig.upstream.cacheStats()).isEqualTo(new CacheStats(0, 0, 2, 1));
    }

    @Test
    void setsTheKillSwitchOnlyIfThePolicyChangesItsMind() {
        rig.upstream.disable();
        rig.upstream.replace(policy().timeout(Duration.ofSeconds(1)).build());
        assertThat(rig.upstream.isDisabled()).isTrue();
        rig.upstream.enable();
        rig.upstream.replace(policy().disabled(true).build());
        assertThat(rig.upstream.isDisabled()).isTrue();
        rig.upstream.enable();
        rig.upstream.replace(policy().disabled(true).build());
        assertThat(rig.upstream.isDisabled()).isFalse();
    }

    @Test
    void endsRunningCallsUnderThePolicyTheyBeganWith() {
        CompletableFuture<String> running = rig.call().start();
        rig.upstream.replace(policy().timeout(Duration.ofSeconds(1)).build());
        rig.advance(Duration.ofSeconds(29));
        assertThat(running).isNotDone();
        rig.advance(Duration.ofSeconds(1));
        assertThat(Rig.reason(running)).isEqualTo(Reason.TIMEOUT);
    }

    @Test
    void takesRunningCallsIntoAccountWhenFewerMayRun() {
        for (int i = 0; i < 4; i++) {
            rig.call().start();
        }
        rig.upstream.replace(policy().maxConcurrent(2).build());
        rig.calls.get(0).complete("done");
        rig.calls.get(1).complete("done");
        assertThat(Rig.reason(rig.call().start())).as("two still run").isEqualTo(Reason.FULL);
        rig.calls.get(2).complete("done");
        CompletableFuture<String> third = rig.call().start();
        assertThat(third).isNotDone();
        assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.FULL);
    }

    @Test
    void letsMoreRunAtOnceWhenMoreMay() {
        for (int i = 0; i < 4; i++) {
            rig.call().start();
        }
        rig.upstream.replace(policy().maxConcurrent(1).build());
        rig.upstream.replace(policy().maxConcurrent(6).build());
        assertThat(rig.call().start()).isNotDone();
        assertThat(rig.call().start()).isNotDone();
        assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.FULL);
        rig.calls.forEach(call -> call.complete("done"));
        for (int i = 0; i < 6; i++) {
            assertThat(rig.call().start()).isNotDone();
        }
        assertThat(Rig.reason(rig.call().start())).isEqualTo(Reason.FULL);
    }

    @Test
    void refusesAPolicyOfAnotherUpstream() {
        assertThatThrownBy(
                        () -> rig.upstream.replace(UpstreamPolicy.named("other").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other")
                .hasMessageContaining("gemini");
    }

    @Test
    void beginsFromAPolicyWithAllItSays() {
        UpstreamPolicy policy =
                policy().timeout(Duration.ofSeconds(3)).disabled(true).build();
        Upstream upstream = Upstream.of(policy).build();
        assertThat(upstream).hasToString("gemini within PT3S");
        assertThat(upstream.isDisabled()).isTrue();
        upstream.close();
    }
}
