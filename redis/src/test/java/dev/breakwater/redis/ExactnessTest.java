/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.Level;
import dev.breakwater.ratelimit.Limit;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore.Settlement;
import dev.breakwater.ratelimit.StoreAnswer;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The arithmetic of the script, against numbers that have no end. */
final class ExactnessTest {
    private static final int CASES = 120;
    private static final int STEPS = 8;

    private static RedisProcess redis;
    private static LettuceLink link;
    private static RedisSettings settings;

    private long micros;
    private long nanos;

    // Far apart, so that no denial is remembered.
    private final TimeSource time = new TimeSource() {
        @Override
        public long nanoTime() {
            return nanos += TimeUnit.MINUTES.toNanos(1);
        }

        @Override
        public Instant now() {
            throw new UnsupportedOperationException();
        }
    };

    private final RedisRateLimitStore store = new RedisRateLimitStore(link, settings, time, () -> micros);

    @BeforeAll
    static void start() {
        redis = RedisProcess.started();
        settings = new RedisSettings(redis.url(), Duration.ofSeconds(5), "exact", false, false, 1);
        link = Links.awaitUp(Links.opening(settings), Duration.ofSeconds(10));
    }

    @AfterAll
    static void stop() {
        link.close();
        redis.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agrees_with_unbounded_integers_over_all_windows_counts_and_bursts(long seed) {
        Random random = new Random(seed);
        int compared = 0;
        for (int i = 0; i < CASES; i++) {
            compared += agrees(random) ? 1 : 0;
        }
        assertThat(compared).isGreaterThan(CASES / 2);
    }

    // Keys expire by the time of Redis: on a machine that stood still, a case says nothing.
    private boolean agrees(Random random) {
        long began = System.nanoTime();
        redis.command("FLUSHALL");
        long window = 1 + logarithmic(random, Limit.MAX_WINDOW.toMillis() - 1);
        long count = logarithmic(random, Long.MAX_VALUE);
        RateLimitPolicy.Builder builder = RateLimitPolicy.builder("p")
                .limits(Limit.of(count, Duration.ofMillis(Math.min(window, Limit.MAX_WINDOW.toMillis()))));
        RateLimitPolicy policy =
                (random.nextBoolean() ? builder.burst(logarithmic(random, Long.MAX_VALUE)) : builder).build();
        Model model = new Model(Window.of(policy, 0));
        micros = 1 + logarithmic(random, 1L << 50);
        String trace = policy + " " + model.window;
        for (int step = 0; step < STEPS; step++) {
            long elapsed =
                    random.nextInt(3) == 0 ? 0 : logarithmic(random, Math.min(1L << 46, model.window.micros() * 2));
            micros += elapsed;
            model.elapse(elapsed);
            boolean settles = random.nextInt(4) == 0;
            long cost = logarithmic(random, random.nextInt(4) == 0 ? Long.MAX_VALUE : policy.capacity(0));
            Charge charge = new Charge(policy, CallerId.global(), cost);
            trace += "\n" + (settles ? "settle " : "take ") + cost + " after " + elapsed;
            long back = random.nextBoolean() ? 0 : logarithmic(random, Long.MAX_VALUE);
            StoreAnswer.Decided answer = decided(
                    settles
                            ? store.settle(List.of(new Settlement(charge, back)))
                                    .toCompletableFuture()
                                    .join()
                            : store.decide(List.of(charge))
                                    .toCompletableFuture()
                                    .join());
            if (System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(700)) {
                return false;
            }
            if (settles) {
                model.settle(cost, back);
            }
            boolean taken = settles || model.take(cost);
            Level level = answer.levels().get(0);
            assertThat(answer.allowed()).as(trace).isEqualTo(taken);
            assertThat(level.remaining(0)).as(trace).isEqualTo(model.remaining());
            assertThat(level.nanosToWait(0))
                    .as(trace)
                    .isEqualTo(taken ? 0 : model.nanosUntil(model.window.units(cost)));
            assertThat(level.nanosToFull(0)).as(trace).isEqualTo(model.nanosUntil(model.window.capacity()));
        }
        return true;
    }

    private static StoreAnswer.Decided decided(StoreAnswer answer) {
        assertThat(answer).isInstanceOf(StoreAnswer.Decided.class);
        return (StoreAnswer.Decided) answer;
    }

    // As likely small as large: 1 to the greatest.
    private static long logarithmic(Random random, long greatest) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(greatest);
        return Math.max(1, Math.min(greatest, random.nextLong() >>> Long.SIZE - 1 - random.nextInt(bits)));
    }

    @ParameterizedTest
    @CsvSource({
        "9223372036854775807, 31622400000000, 9223372036854775807",
        "31622400000000000,   31622400000000, 1",
        "1,                   31622400000000, 9223372036854775807",
        "1000000000,          1000,           4611686018427387905",
    })
    void a_rate_is_never_rounded_up_but_where_a_bucket_would_take_a_million_years(
            long count, long micros, long tokens) {
        Window window = Window.of(Math.min(count, micros * 1_000), micros, tokens);

        BigInteger exact =
                BigInteger.valueOf(Math.min(count, micros * 1_000)).multiply(BigInteger.valueOf(window.micros()));
        BigInteger found =
                BigInteger.valueOf(window.count()).shiftLeft(window.shift()).multiply(BigInteger.valueOf(micros));
        assertThat(found.compareTo(exact) <= 0 || window.count() == 1).isTrue();
        assertThat(window.capacity()).isLessThanOrEqualTo(1L << 50);
        assertThat(window.micros()).isLessThanOrEqualTo(1L << 45);
        assertThat(window.count()).isBetween(1L, 1L << 50);
        assertThat(window.units(tokens)).isEqualTo(window.capacity());
        assertThat(window.tokens(window.capacity())).isEqualTo(tokens);
    }

    @Test
    void a_clock_that_is_set_back_gives_nothing_and_stalls_no_longer_than_a_bucket_takes_to_fill() {
        RateLimitPolicy policy =
                RateLimitPolicy.builder("back").limits("10 per minute").build();
        micros = Duration.ofDays(3).toMillis() * 1_000;
        assertThat(decide(policy, 10).allowed()).isTrue();

        micros -= Duration.ofDays(2).toMillis() * 1_000;
        StoreAnswer.Decided refused = decide(policy, 1);
        assertThat(refused.allowed()).isFalse();
        assertThat(refused.levels().get(0).nanosToWait())
                .isBetween(
                        Duration.ofMinutes(1).toNanos(), Duration.ofSeconds(67).toNanos());

        micros += refused.levels().get(0).nanosToWait() / 1_000 - 1;
        assertThat(decide(policy, 1).allowed()).isFalse();
        micros += 1;
        assertThat(decide(policy, 1).allowed()).isTrue();
        assertThat(decide(policy, 1).allowed()).isFalse();
    }

    @Test
    void a_step_back_and_forth_again_gives_nothing() {
        RateLimitPolicy policy =
                RateLimitPolicy.builder("forth").limits("10 per minute").build();
        micros = 1_000_000_000_000L;
        decide(policy, 10);

        for (int i = 0; i < 10; i++) {
            micros -= 5_000_000;
            assertThat(decide(policy, 1).allowed()).isFalse();
            micros += 5_000_000;
            assertThat(decide(policy, 1).allowed()).isFalse();
        }
    }

    private StoreAnswer.Decided decide(RateLimitPolicy policy, long cost) {
        return decided(store.decide(List.of(new Charge(policy, CallerId.global(), cost)))
                .toCompletableFuture()
                .join());
    }

    /** One window, counted in parts of a token as small as it takes. */
    private static final class Model {
        private static final BigInteger MOST_DEBT = BigInteger.ONE.shiftLeft(52);

        private final Window window;
        private final BigInteger part;
        private BigInteger parts;

        Model(Window window) {
            this.window = window;
            part = BigInteger.valueOf(window.micros());
            parts = BigInteger.valueOf(window.capacity()).multiply(part);
        }

        void elapse(long elapsed) {
            fill(BigInteger.valueOf(elapsed).multiply(BigInteger.valueOf(window.count())));
        }

        private void fill(BigInteger more) {
            parts = parts.add(more).min(BigInteger.valueOf(window.capacity()).multiply(part));
        }

        boolean take(long cost) {
            BigInteger wanted = BigInteger.valueOf(window.units(cost)).multiply(part);
            boolean taken = parts.compareTo(wanted) >= 0;
            if (taken) {
                parts = parts.subtract(wanted);
            }
            return taken;
        }

        void settle(long cost, long actual) {
            BigInteger rest = parts.mod(part);
            fill(BigInteger.valueOf(window.units(cost) - window.units(actual)).multiply(part));
            parts = parts.max(MOST_DEBT.negate().multiply(part).add(rest));
        }

        long remaining() {
            return Math.max(
                    0,
                    window.tokens(parts.subtract(parts.mod(part)).divide(part).longValueExact()));
        }

        long nanosUntil(long units) {
            if (units > window.capacity()) {
                return Level.NEVER;
            }
            BigInteger missing = BigInteger.valueOf(units).multiply(part).subtract(parts);
            if (missing.signum() <= 0) {
                return 0;
            }
            BigInteger count = BigInteger.valueOf(window.count());
            BigInteger waited = missing.add(count).subtract(BigInteger.ONE).divide(count);
            return waited.bitLength() > 53 || waited.longValue() > Long.MAX_VALUE / 1_000
                    ? Level.NEVER
                    : waited.longValue() * 1_000;
        }
    }
}
