/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static dev.breakwater.redis.Links.BACK;
import static dev.breakwater.redis.Links.awaitAway;
import static dev.breakwater.redis.Links.awaitUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What callers notice of everything that can happen to Redis: one call that takes the time limit, and after that calls that
 * fail at once, until it is back; nothing that they gave up is done later.
 */
abstract class OutageContract {
    // The time limit and what a busy machine takes.
    private static final double ONCE_MILLIS = 50 + 100;

    private RedisProcess redis;
    private LettuceLink link;
    private Counter counter;

    abstract Path executable();

    @BeforeEach
    void start() {
        redis = RedisProcess.of(executable()).start();
        open(redis.url());
    }

    @AfterEach
    void stop() {
        link.close();
        redis.close();
    }

    @Test
    void one_that_is_killed_is_used_again_once_it_is_back_though_it_has_forgotten_the_scripts() {
        assertThat(counter.count()).isNull();
        redis.kill();

        assertFailsOnceThenAtOnce();
        assertThat(link.away()).isIn("connection refused", "the connection was lost");

        redis.start();
        awaitUp(link, BACK);
        assertThat(counter.count()).isNull();
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void one_that_stands_still_does_nothing_afterwards_that_was_given_up() {
        assertThat(counter.count()).isNull();
        redis.pause();
        List<CompletableFuture<?>> inFlight = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            inFlight.add(counter.begin());
        }

        assertFailsOnceThenAtOnce();
        assertThat(inFlight).allMatch(CompletableFuture::isCompletedExceptionally);

        redis.resume();
        awaitUp(link, BACK);
        assertThat(counter.count()).isNull();
        assertThat(counted()).isEqualTo(counter.counted());
    }

    @Test
    void one_that_forgets_the_scripts_is_told_them_again_by_everybody_and_nobody_notices() {
        assertThat(counter.count()).isNull();
        redis.command("FLUSHALL");
        redis.command("SCRIPT", "FLUSH");
        List<CompletableFuture<?>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(counter.begin());
        }

        calls.forEach(CompletableFuture::join);

        assertThat(counted()).isEqualTo(16);
        assertThat(link.away()).isNull();
    }

    @Test
    void one_that_becomes_a_replica_is_away_until_it_is_a_master_again() {
        redis.command("REPLICAOF", "127.0.0.1", "1");

        assertFailsOnceThenAtOnce();
        assertThat(link.away()).contains("READONLY");

        redis.command("REPLICAOF", "NO", "ONE");
        awaitUp(link, BACK);
        assertThat(counter.count()).isNull();
    }

    @Test
    void one_with_its_memory_full_is_away_until_there_is_room() {
        redis.command("CONFIG", "SET", "maxmemory", "1");

        assertFailsOnceThenAtOnce();
        assertThat(link.away()).contains("OOM");

        redis.command("CONFIG", "SET", "maxmemory", "0");
        awaitUp(link, BACK);
        assertThat(counter.count()).isNull();
    }

    @Test
    void one_that_is_kept_busy_by_a_script_is_away_until_that_ends() {
        redis.command("CONFIG", "SET", "lua-time-limit", "1");
        Thread busy = new Thread(() -> redis.command(
                "EVAL", "local t = redis.call('TIME')[1] while redis.call('TIME')[1] - t < 2 do end return 1", "0"));
        busy.start();

        assertThat(counter.firstFailureMillis()).isBetween(0.0, ONCE_MILLIS);
        assertThat(medianMillisOfFailures()).isLessThan(1);
        redis.command("SCRIPT", "KILL");

        awaitUp(link, BACK.plusSeconds(2));
        assertThat(counter.count()).isNull();
    }

    @Test
    void one_that_was_absent_at_the_start_is_used_once_it_is_there() {
        redis.kill();
        link.close();
        link = Links.opening(redis.url());
        counter = new Counter(link);

        assertThat(counter.count()).isIn("not connected yet", "connection refused");
        awaitReason("connection refused");

        redis.start();
        awaitUp(link, BACK);
        assertThat(counter.count()).isNull();
    }

    @Test
    void one_that_wants_another_password_is_away_until_it_does_not() {
        redis.command("CONFIG", "SET", "requirepass", "right");
        link.close();
        link = Links.opening("redis://:wrong@127.0.0.1:" + redis.port());
        counter = new Counter(link);

        awaitReason("WRONGPASS");

        link.close();
        link = Links.opening(redis.url());
        counter = new Counter(link);
        awaitReason("NOAUTH");
    }

    @Test
    void a_clock_of_the_server_that_is_set_is_noticed_and_costs_nobody_an_answer() {
        assertThat(counter.count()).isNull();
        for (String micros : List.of("5000000", "-5000000", "0")) {
            redis.command("SET", Counter.CLOCK, micros);
            assertThat(counter.count()).isNull();
            assertThat(counter.count()).isNull();
        }
        assertThat(counted()).isEqualTo(7);
        assertThat(link.away()).isNull();
    }

    @Test
    void a_question_that_is_wrong_fails_alone() {
        redis.command("SET", Counter.KEY, "no number");

        assertThat(counter.count()).isEqualTo("it answered with the error ERR");
        assertThat(link.away()).isNull();
    }

    @Test
    void a_slow_network_costs_one_answer() {
        try (SlowProxy proxy = SlowProxy.before(redis.port())) {
            open(proxy.url());
            proxy.delayMillis(200);

            assertFailsOnceThenAtOnce();
            assertThat(link.away()).isEqualTo("no answer in time");

            proxy.delayMillis(0);
            awaitUp(link, BACK);
            assertThat(counter.count()).isNull();
        }
    }

    @Test
    void a_network_that_is_slow_but_in_time_is_no_outage() {
        try (SlowProxy proxy = SlowProxy.before(redis.port())) {
            Duration patient = Duration.ofSeconds(5);
            link.close();
            link = awaitUp(Links.opening(new RedisSettings(proxy.url(), patient, "test", false, false, 1)), patient);
            counter = new Counter(link);
            proxy.delayMillis(200);

            assertThat(counter.count()).isNull();
            assertThat(counter.count()).isNull();
            assertThat(link.away()).isNull();
        }
    }

    @Test
    void a_network_that_swallows_everything_costs_one_answer_and_a_connection() {
        try (SlowProxy proxy = SlowProxy.before(redis.port())) {
            open(proxy.url());
            proxy.swallow(true);

            assertFailsOnceThenAtOnce();
            awaitReason("no answer to the attempt to connect");

            proxy.swallow(false);
            awaitUp(link, BACK);
            assertThat(counter.count()).isNull();
        }
    }

    @Test
    void a_connection_that_is_cut_off_is_made_anew() {
        try (SlowProxy proxy = SlowProxy.before(redis.port())) {
            open(proxy.url());
            proxy.cut();

            awaitAway(link);
            awaitUp(link, BACK);
            assertThat(counter.count()).isNull();
        }
    }

    private void open(String url) {
        if (link != null) {
            link.close();
        }
        link = Links.open(url);
        counter = new Counter(link);
    }

    private void assertFailsOnceThenAtOnce() {
        assertThat(counter.firstFailureMillis()).as("first failure").isBetween(0.0, ONCE_MILLIS);
        assertThat(medianMillisOfFailures()).as("later ones").isLessThan(1);
    }

    private double medianMillisOfFailures() {
        double[] millis = new double[1_000];
        for (int i = 0; i < millis.length; i++) {
            millis[i] = counter.failingMillis();
        }
        assertThat(millis).as("calls while Redis is away").doesNotContain(-1);
        Arrays.sort(millis);
        assertThat(millis[millis.length - 10]).as("nearly the slowest").isLessThan(20);
        return millis[millis.length / 2];
    }

    private void awaitReason(String part) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(5))
                .until(() -> String.valueOf(link.away()).contains(part));
    }

    private int counted() {
        String text = redis.text("GET", Counter.KEY);
        return text.startsWith("$-") ? 0 : Integer.parseInt(text);
    }
}
