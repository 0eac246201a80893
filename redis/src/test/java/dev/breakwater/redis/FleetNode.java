/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ratelimit.CallerId;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One instance of a service, in a process of its own: told on standard input what to ask Redis, answers on standard
 * output. What it has admitted stands in a file from the moment it knows, for when it is killed.
 */
final class FleetNode {
    /** What answers begin with. */
    static final String ANSWER = "> ";

    private final RateLimitStore store;
    private final Granted admitted;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    private FleetNode(RateLimitStore store, Granted admitted) {
        this.store = store;
        this.admitted = admitted;
    }

    /** Where Redis is, what all keys begin with, how many seconds the wall clock is ahead, and the file. */
    public static void main(String[] arguments) throws IOException {
        Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[2]));
        // Longer than any pause of a busy machine: what is to be seen is how Redis counts, not that it is away.
        RedisSettings settings = new RedisSettings(arguments[0], Duration.ofSeconds(10), arguments[1], false, false, 1);
        RedisState redis = RedisState.open(settings, new Ahead(ahead));
        FleetNode node = new FleetNode(redis.rateLimits(), Granted.in(Path.of(arguments[3])));
        while (!redis.rateLimits().state().available()) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(ANSWER + "ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(ANSWER + node.answer(List.of(line.split("\\|"))));
        }
        System.exit(0);
    }

    private String answer(List<String> words) {
        try {
            int number = Integer.parseInt(words.get(2));
            List<RateLimitPolicy> policies = policies(words.get(1), words.subList(4, words.size()));
            return words.get(0).equals("race")
                    ? new Race(policies, number, Integer.parseInt(words.get(3))).run()
                    : look(policies, number);
        } catch (InterruptedException | RuntimeException fault) {
            return "fault " + fault;
        }
    }

    private static List<RateLimitPolicy> policies(String name, List<String> limits) {
        List<RateLimitPolicy> policies = new ArrayList<>();
        for (String limit : limits) {
            policies.add(RateLimitPolicy.builder(name + "-" + policies.size())
                    .limits(limit)
                    .build());
        }
        return policies;
    }

    /** Whether so many tokens were to be had, what each first window has left, and how long to wait. */
    private String look(List<RateLimitPolicy> policies, long tokens) {
        StoreAnswer answer =
                store.decide(charges(policies, tokens)).toCompletableFuture().join();
        if (!(answer instanceof StoreAnswer.Decided decided)) {
            return "fault " + answer;
        }
        StringBuilder text = new StringBuilder().append(decided.allowed());
        decided.levels().forEach(level -> text.append(' ').append(level.remaining(0)));
        return text.append(' ').append(decided.levels().get(0).nanosToWait()).toString();
    }

    private static List<Charge> charges(List<RateLimitPolicy> policies, long tokens) {
        return policies.stream()
                .map(policy -> new Charge(policy, CallerId.global(), tokens))
                .toList();
    }

    /** Many callers at once, each of whom asks again as soon as it has its answer. */
    private final class Race {
        private final List<Charge> charges;
        private final int attempts;
        private final CountDownLatch running;
        private final AtomicLong admittedHere = new AtomicLong();
        private final AtomicLong denied = new AtomicLong();
        private final AtomicLong failed = new AtomicLong();
        private final AtomicInteger timed = new AtomicInteger();
        private final long[] nanos;

        Race(List<RateLimitPolicy> policies, int callers, int attempts) {
            charges = charges(policies, 1);
            this.attempts = attempts;
            running = new CountDownLatch(callers);
            nanos = new long[callers * attempts];
        }

        String run() throws InterruptedException {
            for (long i = running.getCount(); i > 0; i--) {
                threads.execute(() -> ask(attempts));
            }
            running.await();
            Arrays.sort(nanos);
            return admittedHere + " " + denied + " " + failed + " " + nanos[nanos.length / 2] + " "
                    + nanos[(int) (nanos.length * 0.99)];
        }

        private void ask(int left) {
            if (left == 0) {
                running.countDown();
                return;
            }
            long asked = System.nanoTime();
            var unused = store.decide(charges).whenComplete((answer, fault) -> {
                nanos[timed.getAndIncrement()] = System.nanoTime() - asked;
                count(answer);
                threads.execute(() -> ask(left - 1));
            });
        }

        private void count(StoreAnswer answer) {
            if (!(answer instanceof StoreAnswer.Decided decided)) {
                failed.incrementAndGet();
            } else if (decided.allowed()) {
                admittedHere.incrementAndGet();
                admitted.more();
            } else {
                denied.incrementAndGet();
            }
        }
    }

    /** What was granted, in a file. */
    record Granted(MappedByteBuffer count) {
        static Granted in(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                MappedByteBuffer buffer = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
                buffer.order(ByteOrder.nativeOrder());
                return new Granted(buffer);
            }
        }

        synchronized void more() {
            count.putLong(0, count.getLong(0) + 1);
        }
    }

    /** A machine whose wall clock is wrong. */
    record Ahead(Duration span) implements TimeSource {
        @Override
        public long nanoTime() {
            return TimeSource.system().nanoTime() + span.toNanos();
        }

        @Override
        public Instant now() {
            return TimeSource.system().now().plus(span);
        }
    }
}
