/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One instance of a service that spends, in a process of its own: told on standard input how many threads are to spend from
 * which key, answers on standard output how many could. What it was granted stands in a file, for when it is killed.
 */
final class BudgetNode {
    /** What all of them spend from. */
    static final Budget BUDGET = Budget.named("fleet").limit("5.00 USD").build();

    /** What each thread asks for. */
    static final long PRICE = 100_000_000;

    private final BudgetStore store;
    private final FleetNode.Granted granted;

    private BudgetNode(BudgetStore store, FleetNode.Granted granted) {
        this.store = store;
        this.granted = granted;
    }

    /** As {@link FleetNode#main}. */
    public static void main(String[] arguments) throws IOException {
        Duration ahead = Duration.ofSeconds(Long.parseLong(arguments[2]));
        RedisSettings settings = new RedisSettings(arguments[0], Duration.ofSeconds(10), arguments[1], false, false, 1);
        RedisState redis = RedisState.open(settings, new FleetNode.Ahead(ahead));
        BudgetNode node = new BudgetNode(redis.budgets(), FleetNode.Granted.in(Path.of(arguments[3])));
        while (!redis.rateLimits().state().available()) {
            LockSupport.parkNanos(1_000_000);
        }
        System.out.println(FleetNode.ANSWER + "ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            System.out.println(FleetNode.ANSWER + node.answer(line.split(" ")));
        }
        System.exit(0);
    }

    // spend KEY THREADS SECONDS-OF-LEASE MILLISECONDS-OF-A-CALL
    private String answer(String[] words) {
        int threads = Integer.parseInt(words[2]);
        Duration lease = Duration.ofSeconds(Long.parseLong(words[3]));
        long call = Long.parseLong(words[4]) * 1_000_000;
        AtomicInteger held = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            all.add(pool.submit(() -> {
                start.countDown();
                start.await();
                spend(words[1], lease, call, held, wrong);
                return null;
            }));
        }
        try {
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException | java.util.concurrent.ExecutionException fault) {
            return "fault " + fault;
        }
        pool.shutdown();
        return held + " " + wrong;
    }

    private void spend(String key, Duration lease, long nanos, AtomicInteger held, AtomicInteger wrong) {
        HoldRequest request =
                new HoldRequest(UUID.randomUUID().toString(), List.of(new Claim(BUDGET, key, PRICE, 0)), 0, 0, lease);
        HoldAnswer answer = store.hold(request).toCompletableFuture().join();
        if (answer instanceof HoldAnswer.Held granting) {
            held.incrementAndGet();
            granted.more();
            LockSupport.parkNanos(nanos);
            settle(granting.hold(), wrong);
        } else if (!(answer instanceof HoldAnswer.Exhausted)) {
            wrong.incrementAndGet();
        }
    }

    private void settle(Hold hold, AtomicInteger wrong) {
        Result result = store.settle(hold, new long[] {PRICE})
                .toCompletableFuture()
                .join()
                .result();
        if (result != Result.SETTLED) {
            wrong.incrementAndGet();
        }
    }
}
