/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.Reservation;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.cost.budget.SpendCeiling;
import dev.breakwater.exchange.TimeSource;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to hold a call's ceiling in all its budgets in memory and to settle it: the whole of what a call pays. */
@BenchmarkMode({Mode.SampleTime, Mode.AverageTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class BudgetBenchmark {
    private static final SpendCeiling CEILING = new SpendCeiling(20_000, 10, 1_000);

    /** Budgets that everybody shares, and that last. */
    @State(Scope.Benchmark)
    public static class Shared {
        /** How many budgets a call has. */
        @Param({"1", "3"})
        public int count = 1;

        private final Budgets budgets =
                new Budgets(new LocalBudgetStore(TimeSource.system()), (decision, exchange) -> {}, TimeSource.system());

        /** Sets them. */
        @Setup
        public void budgets() {
            Budget day = Budget.named("day")
                    .limit("9000000 USD")
                    .zone(ZoneId.of("Europe/Berlin"))
                    .build();
            Budget model = Budget.named("model")
                    .limit("9000000 USD")
                    .key(BudgetKey.MODEL)
                    .build();
            Budget user = Budget.named("user")
                    .limit("9000000000000000 tokens")
                    .key(BudgetKey.USER)
                    .build();
            budgets.use(List.of(day, model, user).subList(0, count));
        }
    }

    /** One call at a time. */
    @Benchmark
    public CompletionStage<SettleAnswer> alone(Shared shared) {
        return reserveAndSettle(shared);
    }

    /** Four threads for the same budgets and keys: the worst case. */
    @Benchmark
    @Threads(4)
    public CompletionStage<SettleAnswer> together(Shared shared) {
        return reserveAndSettle(shared);
    }

    private static CompletionStage<SettleAnswer> reserveAndSettle(Shared shared) {
        Reservation held = shared.budgets
                .reserve(CEILING, "gpt-6-luna", null, 500, 1)
                .toCompletableFuture()
                .join();
        return held.settle(15_000, 700);
    }
}
