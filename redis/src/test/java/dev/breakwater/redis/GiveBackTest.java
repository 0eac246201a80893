/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What one slot took because another had not refused yet. */
final class GiveBackTest {
    private final RateLimitPolicy each =
            RateLimitPolicy.builder("each").limits("5 per hour").build();
    private final RateLimitPolicy all =
            RateLimitPolicy.builder("all").limits("5 per hour").build();
    private final Charge own = new Charge(each, CallerId.of(CallerKey.USER, "bob"), 1);
    private final Charge common = new Charge(all, CallerId.global(), 1);

    private final List<String> events = new ArrayList<>();
    private final CompletableFuture<StoreAnswer> settled = new CompletableFuture<>();
    private final SpreadBuckets buckets = new SpreadBuckets(
            new RefusingAll(),
            charges -> events.add("returning " + charges.get(0).bucket()));

    @Test
    void makes_known_denials_of_its_callers_worthless_before_and_after_it() {
        CompletableFuture<StoreAnswer> answer = buckets.take(List.of(own, common));

        assertThat(events).containsExactly("take", "take", "returning " + own.bucket(), "settle");
        assertThat(answer).isNotDone();
        settled.complete(decided(true));
        assertThat(events).last().isEqualTo("returning " + own.bucket());
        assertThat(((StoreAnswer.Decided) answer.join()).allowed()).isFalse();
    }

    @Test
    void is_never_needed_for_charges_that_cannot_be_asked_for() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> buckets.take(List.of(own, common, new Charge(all, CallerId.global(), 2))));

        assertThat(events).isEmpty();
    }

    private static StoreAnswer.Decided decided(boolean allowed) {
        RateLimitPolicy policy =
                RateLimitPolicy.builder("any").limits("5 per hour").build();
        return new StoreAnswer.Decided(
                allowed, List.of(Level.builder(policy).window(0, 0, 0, 0).build()));
    }

    /** What is for all is used up. */
    private final class RefusingAll implements Buckets {
        @Override
        public CompletableFuture<StoreAnswer> take(List<Charge> charges) {
            events.add("take");
            return CompletableFuture.completedFuture(decided(charges.get(0).equals(own)));
        }

        @Override
        public CompletableFuture<StoreAnswer> settle(List<Settlement> settlements) {
            events.add("settle");
            return settled;
        }
    }
}
