/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Some time of a scenario: lets several kinds of requests come at once, and prints a line a second. */
final class Phase {
    private final Stage stage;
    private final String name;
    private final Duration span;
    private final List<CompletableFuture<Void>> running = new ArrayList<>();
    private final List<Supplier<CompletableFuture<Void>>> starts = new ArrayList<>();
    private final Set<Tally> shown = new LinkedHashSet<>();

    Phase(Stage stage, String name, Duration span) {
        this.stage = stage;
        this.name = name;
        this.span = span;
    }

    /** These come as well; the first kind is the one whose times are printed. */
    Phase with(Client.Arrivals arrivals, Tally tally) {
        return with(() -> stage.client().openLoop(arrivals, span, tally), tally);
    }

    Phase with(Supplier<CompletableFuture<Void>> start, Tally tally) {
        starts.add(start);
        shown.add(tally);
        return this;
    }

    /** Goes on until the last answer has come. */
    void run() throws InterruptedException, ExecutionException {
        starts.forEach(start -> running.add(start.get()));
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture<?>[]::new));
        long sent = 0;
        long answered = 0;
        for (int second = 1; ; second++) {
            boolean over = isOver(all);
            Tally sum = new Tally();
            shown.forEach(sum::add);
            print(second, sum, sent, answered);
            sent = sum.sent();
            answered = sum.answered();
            if (over) {
                return;
            }
        }
    }

    private static boolean isOver(CompletableFuture<Void> all) throws InterruptedException, ExecutionException {
        try {
            all.get(1, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException stillGoing) {
            return false;
        }
    }

    private void print(int second, Tally sum, long sent, long answered) {
        stage.report()
                .out()
                .printf(
                        Locale.ROOT,
                        "   %-28s %3d s  sent %5d  answered %5d  open %5d  p95 %7.1f ms  429 %d  503 %d  5xx %d  broken %d%n",
                        name,
                        second,
                        sum.sent() - sent,
                        sum.answered() - answered,
                        sum.open(),
                        shown.iterator().next().recentMillis(0.95),
                        sum.limited(),
                        sum.unavailable(),
                        sum.failed(),
                        sum.broken());
    }
}
