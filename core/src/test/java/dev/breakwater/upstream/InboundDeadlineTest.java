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
import dev.breakwater.exchange.Deadline.Origin;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.upstream.UpstreamException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls on behalf of a request that has two seconds left, to an upstream that may take ten. */
class InboundDeadlineTest {
    private final Rig rig = new Rig(builder -> builder.timeout(Duration.ofSeconds(10))
            .cacheTtl(Duration.ofMinutes(1))
            .breakerWindow(BreakerWindow.calls(1)));
    private final TestExchange exchange =
            TestExchange.request("GET", "/").time(rig.time).build();
    private @Nullable Exchange previous;

    @BeforeEach
    void open() {
        new Deadline(exchange.startNanos() + Duration.ofSeconds(2).toNanos(), Reply.of(503)).openFor(exchange);
        previous = CurrentExchange.open(exchange);
    }

    @AfterEach
    void close() {
        CurrentExchange.close(previous);
    }

    @Test
    void getWhatItHasLeft() {
        rig.time.advance(Duration.ofMillis(500));
        CompletableFuture<String> started = rig.call().start();
        rig.advance(Duration.ofMillis(1_499));
        assertThat(started).isNotDone();
        rig.advance(Duration.ofMillis(1));

        assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        assertThat(rig.calls.get(0)).isCancelled();
    }

    @Test
    void thatHadTheirShareOfItTellOfAnUpstreamThatHangs() {
        rig.time.advance(Duration.ofSeconds(1));
        CompletableFuture<String> started = rig.call().start();
        rig.advance(Duration.ofSeconds(1));

        assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        assertThat(rig.states()).as("of the breaker").containsExactly(BreakerChanged.State.OPEN);
    }

    @Test
    void thatCameLateSayNothingAboutTheUpstream() {
        rig.time.advance(Duration.ofMillis(1_001));
        CompletableFuture<String> started = rig.call().start();
        rig.advance(Duration.ofMillis(999));

        assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        assertThat(rig.states()).as("of the breaker").isEmpty();
    }

    @Test
    void toASleeperOpenItsBreakerThoughNoneTakesAsLongAsTheUpstreamMay() {
        Rig sleeper = new Rig(builder -> builder.timeout(Duration.ofSeconds(2)));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            refused += timesOut(sleeper, Origin.SERVICE) ? 0 : 1;
        }
        assertThat(sleeper.states()).startsWith(BreakerChanged.State.OPEN);
        assertThat(refused).isGreaterThan(100);
    }

    @Test
    void whoseCallersWaitForAMomentOnlySayNothingAboutTheUpstream() {
        Rig sleeper = new Rig(builder -> builder.timeout(Duration.ofSeconds(2)));
        for (int i = 0; i < 200; i++) {
            assertThat(timesOut(sleeper, Origin.CALLER)).isTrue();
        }
        assertThat(sleeper.states()).as("of the breaker").isEmpty();
    }

    /** Whether a call does that is made for a request of a second and never answered; not if it is refused. */
    private static boolean timesOut(Rig sleeper, Origin origin) {
        TestExchange hurried =
                TestExchange.request("GET", "/").time(sleeper.time).build();
        long end = hurried.startNanos() + Duration.ofSeconds(1).toNanos();
        new Deadline(end, Reply.of(503), origin).openFor(hurried);
        CurrentExchange.open(hurried);
        CompletableFuture<String> started = sleeper.call().start();
        sleeper.advance(Duration.ofSeconds(1));
        return Rig.reason(started) == Reason.TIMEOUT;
    }

    @Test
    void areNotMadeWhenItHasNothingLeft() {
        rig.time.advance(Duration.ofSeconds(2));
        UpstreamException failure =
                catchThrowableOfType(UpstreamException.class, () -> rig.call().get());

        assertThat(failure.reason()).isEqualTo(Reason.TIMEOUT);
        assertThat(rig.calls).isEmpty();
        assertThat(rig.result().attempts()).isZero();
        assertThat(rig.call().fallback(late -> "instead").get()).isEqualTo("instead");
    }

    @Test
    void getNoMoreThanTheUpstreamMayTake() {
        new Deadline(exchange.startNanos() + Duration.ofHours(1).toNanos(), Reply.of(503)).openFor(exchange);
        CompletableFuture<String> started = rig.call().start();
        rig.advance(Duration.ofSeconds(10));

        assertThat(Rig.reason(started)).isEqualTo(Reason.TIMEOUT);
        assertThat(rig.states()).as("of the breaker").containsExactly(BreakerChanged.State.OPEN);
    }

    @Test
    void thatOthersHaveJoinedGoOnForThem() {
        CompletableFuture<String> hurried = rig.call().cachedBy("key").start();
        CurrentExchange.close(null);
        CompletableFuture<String> patient = rig.call().cachedBy("key").start();
        rig.advance(Duration.ofSeconds(2));
        assertThat(Rig.reason(hurried)).isEqualTo(Reason.TIMEOUT);
        assertThat(patient).isNotDone();

        rig.answer("fine");
        assertThat(patient).isCompletedWithValue("fine");
        assertThat(rig.calls).hasSize(1);
    }

    @Test
    void thatJoinOthersWaitNoLonger() {
        CurrentExchange.close(null);
        CompletableFuture<String> patient = rig.call().cachedBy("key").start();
        CurrentExchange.open(exchange);
        CompletableFuture<String> hurried = rig.call().cachedBy("key").start();
        rig.advance(Duration.ofSeconds(2));

        assertThat(Rig.reason(hurried)).isEqualTo(Reason.TIMEOUT);
        assertThat(patient).isNotDone();
    }

    @Test
    void areAnsweredFromTheCacheAllTheSame() {
        CompletableFuture<String> first = rig.call().cachedBy("key").start();
        rig.answer("fine");
        assertThat(first).isCompletedWithValue("fine");
        rig.time.advance(Duration.ofSeconds(2));

        assertThat(rig.call().cachedBy("key").get()).isEqualTo("fine");
    }
}
