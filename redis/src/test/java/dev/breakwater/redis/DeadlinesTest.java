/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.contract.ManualTime;
import dev.breakwater.exchange.TimeSource;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeadlinesTest {
    private final TimeSource time = TimeSource.system();
    private final Deadlines deadlines = new Deadlines(time);

    @AfterEach
    void close() {
        deadlines.close();
    }

    @Test
    void an_error_in_one_call_keeps_no_other_from_its_end() {
        deadlines.start();
        Call<long[]> first = call(Duration.ofMillis(5), () -> {
            throw new StackOverflowError("planted");
        });
        deadlines.watch(first);
        await().atMost(Duration.ofSeconds(2)).until(first::isCompletedExceptionally);

        Call<long[]> second = call(Duration.ofMillis(5), () -> {});
        deadlines.watch(second);

        await().atMost(Duration.ofSeconds(2)).until(second::isCompletedExceptionally);
    }

    @Test
    void calls_that_have_ended_are_not_kept_until_their_time_is_up() {
        for (int i = 0; i < 1_000; i++) {
            Call<long[]> call = call(Duration.ofSeconds(10), () -> {});
            deadlines.watch(call);
            call.completeExceptionally(new CancellationException());
        }

        assertThat(deadlines.size()).isLessThan(10);
    }

    @Test
    void a_call_whose_time_is_up_has_had_no_answer_in_time() {
        assertThat(endAfter(Duration.ofMillis(51))).isEqualTo(Fault.TIMEOUT);
    }

    @Test
    void a_call_that_was_given_up_late_says_nothing_of_redis_since_this_process_stood_still() {
        assertThat(endAfter(Duration.ofMillis(60))).isEqualTo(Fault.STALLED);
    }

    // By a clock that jumps there as soon as the call is made, as the machine's does for a process that stood still.
    private static Fault endAfter(Duration jump) {
        ManualTime clock = new ManualTime();
        AtomicReference<Fault> ended = new AtomicReference<>();
        try (Deadlines watching = new Deadlines(clock)) {
            Call<long[]> call = call(clock, Duration.ofMillis(50), ended::set);
            clock.advance(jump);
            watching.watch(call);
            watching.start();
            await().atMost(Duration.ofSeconds(5)).until(call::isCompletedExceptionally);
        }
        return ended.get();
    }

    private Call<long[]> call(Duration limit, Runnable onFailure) {
        return call(time, limit, fault -> onFailure.run());
    }

    private static Call<long[]> call(TimeSource time, Duration limit, Consumer<Fault> onFailure) {
        Call<long[]> call = new Call<>(
                Fakes.silentSession(),
                Script.named("presence.lua"),
                new byte[][] {"{test}:key".getBytes(US_ASCII)},
                new byte[1][],
                time,
                time.nanoTime() + limit.toNanos(),
                new Call.Watcher() {
                    @Override
                    public void sent() {}

                    @Override
                    public void done() {}

                    @Override
                    public void failed(Call<?> failed, Fault fault) {
                        onFailure.accept(fault);
                    }
                });
        call.send();
        return call;
    }
}
