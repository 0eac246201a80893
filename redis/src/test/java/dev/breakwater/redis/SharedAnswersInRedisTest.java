/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.AnswerCodec;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two instances of a service, as they are configured, with one Redis. */
final class SharedAnswersInRedisTest {
    private static final AtomicInteger KEYS = new AtomicInteger();
    private static final AnswerCodec<String> TEXT = AnswerCodec.text();

    private static RedisProcess redis;
    private static BreakwaterRuntime first;
    private static BreakwaterRuntime second;

    private final AtomicInteger asked = new AtomicInteger();
    // Of each test's own: answers are written after whoever asked has gone on.
    private final String sku = "sku-" + KEYS.incrementAndGet();
    private final String place = "breakwater:shop:answers:price-api:" + sku;
    private Upstream one;
    private Upstream two;

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        first = instance(redis);
        second = instance(redis);
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
        redis.close();
    }

    @BeforeEach
    void begin() {
        one = first.upstream("price-api");
        two = second.upstream("price-api");
    }

    @AfterEach
    void nobodyIsLeft() {
        assertThat(one.state().running() + two.state().running()).isZero();
    }

    private static BreakwaterRuntime instance(RedisProcess redis) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "service.name", "shop",
                "redis.url", redis.url(),
                "redis.timeout", "10s",
                "upstreams.price-api.cache.ttl", "1h",
                "upstreams.price-api.cache.store", "redis",
                "upstreams.price-api.cache.stale-if-error", "2h"));
        AtomicReference<RedisState> state = new AtomicReference<>();
        BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", settings)))
                .sharedState((opened, time) -> {
                    state.set(RedisState.open(opened, time));
                    return state.get();
                })
                .start();
        await("answers can be shared")
                .until(() -> state.get()
                        .answers()
                        .put("none", "none", "text-1", new byte[0], Duration.ofMinutes(1))
                        .toCompletableFuture()
                        .join());
        return runtime;
    }

    private String ask(Upstream upstream, String answer) {
        return upstream.call(() -> {
                    asked.incrementAndGet();
                    return answer;
                })
                .cachedBy(sku, TEXT)
                .get();
    }

    /** It asks the upstream, and what it is told is in Redis. */
    private void keep(Upstream upstream, String answer) {
        assertThat(ask(upstream, answer)).isEqualTo(answer);
        awaitShared();
    }

    private void awaitShared() {
        await().until(() -> redis.command("EXISTS", place).equals(":1"));
    }

    private void age(Duration span) {
        long left = Duration.ofHours(3).minus(span).toMillis();
        redis.command("PEXPIRE", place, String.valueOf(left));
    }

    @Test
    void the_second_does_not_ask_what_the_first_has_asked() {
        keep(one, "4.20");
        long before = two.cacheStats().shared();

        assertThat(ask(two, "9.99")).isEqualTo("4.20");
        assertThat(asked).hasValue(1);
        assertThat(two.cacheStats().shared()).isEqualTo(before + 1);
    }

    @Test
    void work_that_holds_no_thread_is_spared_as_well() {
        CompletableFuture<String> held = new CompletableFuture<>();
        CompletableFuture<String> waiting =
                one.callAsync(() -> held).cachedBy(sku, TEXT).start();
        CompletableFuture<String> joined = one.callAsync(() -> CompletableFuture.completedFuture("another"))
                .cachedBy(sku, TEXT)
                .start();
        held.complete("4.20");
        assertThat(waiting.join()).isEqualTo("4.20");
        assertThat(joined.join()).isEqualTo("4.20");
        awaitShared();

        assertThat(two.callAsync(() -> CompletableFuture.completedFuture("9.99"))
                        .cachedBy(sku, TEXT)
                        .start()
                        .join())
                .isEqualTo("4.20");
    }

    @Test
    void many_callers_of_an_instance_ask_once() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        List<CompletableFuture<String>> callers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            callers.add(one.callAsync(() -> CompletableFuture.supplyAsync(() -> {
                        asked.incrementAndGet();
                        return awaited(go);
                    }))
                    .cachedBy(sku, TEXT)
                    .start());
        }
        go.countDown();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.get()).isEqualTo("4.20"));
        assertThat(asked).hasValue(1);
        awaitShared();
    }

    private static String awaited(CountDownLatch go) {
        try {
            go.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return "4.20";
    }

    @Test
    void what_is_too_old_there_is_asked_for_anew() {
        keep(one, "4.20");
        age(Duration.ofMinutes(61));

        assertThat(ask(two, "9.99")).isEqualTo("9.99");
        assertThat(asked).hasValue(2);
    }

    @Test
    void and_stands_in_if_the_upstream_fails() {
        keep(one, "4.20");
        age(Duration.ofMinutes(61));

        assertThat(failing(two)).isEqualTo("4.20");
        redis.command("DEL", place);
        two.invalidateAll();
        assertThatThrownBy(() -> failing(two)).isInstanceOf(UpstreamException.class);
    }

    private String failing(Upstream upstream) {
        return upstream.<String>call(() -> {
                    throw new IllegalStateException("planned");
                })
                .cachedBy(sku, TEXT)
                .get();
    }

    @Test
    void what_makes_no_sense_there_is_asked_for_and_written_over() {
        AnswerCodec<Integer> number = AnswerCodec.text("number-1", String::valueOf, Integer::valueOf);
        redis.command(
                "EVAL",
                "redis.call('SET', KEYS[1], struct.pack('>dB', 10800000, 8) .. 'number-1' .. 'no number', 'PX', 10800000)",
                "1",
                place);

        assertThat(one.call(() -> 42).cachedBy(sku, number).get()).isEqualTo(42);
        await().until(() -> two.call(() -> 43).cachedBy(sku, number).get(), found -> {
            two.invalidateAll();
            return found == 42;
        });
    }

    @Test
    void what_is_forgotten_is_forgotten_there() {
        keep(one, "4.20");
        two.invalidate(sku);

        assertThat(ask(two, "9.99")).isEqualTo("9.99");
        assertThat(ask(one, "never")).as("in memory until its time is over").isEqualTo("4.20");
    }

    @Test
    void when_it_is_killed_calls_go_on() {
        try (RedisProcess mortal = RedisProcess.started();
                BreakwaterRuntime alone = instance(mortal)) {
            Upstream upstream = alone.upstream("price-api");
            mortal.kill();

            assertThat(ask(upstream, "4.20")).isEqualTo("4.20");
            assertThat(ask(upstream, "9.99")).as("from memory").isEqualTo("4.20");
            upstream.invalidate(sku);
            assertThat(ask(upstream, "9.99")).isEqualTo("9.99");
        }
    }
}
