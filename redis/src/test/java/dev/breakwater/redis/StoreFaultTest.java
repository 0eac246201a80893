/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.StoreAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whether core still has to say what has happened. */
final class StoreFaultTest {
    private final Charge charge =
            new Charge(RateLimitPolicy.builder("p").limits("5 per minute").build(), CallerId.global(), 1);

    @Test
    void what_opens_the_breaker_has_been_said() {
        assertThat(ask(new RedisAwayException(Fault.TIMEOUT)).logged()).isTrue();
        assertThat(ask(new RedisAwayException(Fault.LOST)).logged()).isTrue();
        assertThat(ask(new RedisAwayException(Fault.NONSENSE, true)).logged()).isTrue();
        assertThat(ask(new RedisAwayException(Fault.CLOSED)).logged()).isTrue();
    }

    @Test
    void what_is_wrong_with_one_question_has_not() {
        assertThat(ask(new RedisAwayException(Fault.NONSENSE)).logged()).isFalse();
        assertThat(ask(new RedisAwayException(Fault.FULL)).logged()).isFalse();
        StoreAnswer.Unavailable moving = ask(new RedisAwayException(Fault.MOVING));
        assertThat(moving.logged()).isFalse();
        assertThat(moving.reason()).isEqualTo("the slot of the keys is being moved (TRYAGAIN)");
    }

    @Test
    void what_the_breaker_answers_for_redis_has_been_said_whatever_it_is() {
        Breaker breaker = new Breaker(new Breaker.Told("there", "Others go on"), TimeSource.system(), () -> {});
        breaker.failed(Fault.NONSENSE);

        assertThat(breaker.outage()).isNotNull();
        assertThat(ask(breaker.outage().refusal()).logged()).isTrue();
    }

    private StoreAnswer.Unavailable ask(RedisAwayException fault) {
        RedisRateLimitStore store =
                new RedisRateLimitStore(Fakes.failing(fault), Links.settings(null), TimeSource.system());
        return (StoreAnswer.Unavailable)
                store.decide(List.of(charge)).toCompletableFuture().join();
    }
}
