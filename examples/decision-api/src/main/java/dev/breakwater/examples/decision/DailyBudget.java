/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.ledger.Projection;
import dev.breakwater.cost.ledger.Spend;
import dev.breakwater.cost.ledger.SpendBook;
import dev.breakwater.cost.ledger.SpendDimension;
import dev.breakwater.cost.ledger.SpendQuery;
import dev.breakwater.cost.ledger.SpendReport;
import dev.breakwater.examples.decision.Summary.Today;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The day's budget of money for the language model, as far as the service itself goes by it. Safe for use by many threads. */
@Component
class DailyBudget {
    /** Its name among {@code breakwater.cost.budgets}. */
    static final String NAME = "daily";

    /** From this share of it on, in per cent, the rest is for those who wait for their answer. */
    static final int FOR_WHO_WAITS = 80;

    private static final long MOST_MILLIS = 1_000;

    private final Budgets budgets;
    private final SpendBook book;
    private final TimeSource time;
    private final GeminiSettings settings;

    DailyBudget(BreakwaterRuntime runtime, GeminiSettings settings) {
        budgets = runtime.budgets();
        book = runtime.spend();
        time = runtime.time();
        this.settings = settings;
    }

    /** Whether what can wait must not spend any more of it: little is left, or nobody can say how much. */
    boolean isForWhoWaits() {
        if (budgets.budgets().stream().noneMatch(budget -> budget.name().equals(NAME))) {
            return false;
        }
        BudgetLevel level = level();
        return level == null || level.left() <= level.budget().limit() / 100 * (100 - FOR_WHO_WAITS);
    }

    /** What was spent today, or null if there is no such budget or its store does not say. */
    @Nullable
    Today today() {
        BudgetLevel level = level();
        if (level == null) {
            return null;
        }
        LocalDate day = level.windowStart().atZone(book.zone()).toLocalDate();
        Spend spend = SpendReport.of(book, SpendQuery.by(SpendDimension.DAY).between(day, day))
                .total();
        Projection projection = Projection.of(level, book, time.now());
        return new Today(
                spend.calls(),
                Money.usd(spend.nanoUsd()),
                Money.usd(level.budget().limit()),
                Money.usd(level.held()),
                Money.usd(level.left()),
                level.percentSpent(),
                Money.usd(projection.amount()),
                projection.basis().name().toLowerCase(Locale.ROOT),
                level.windowEnd());
    }

    /** How it is, or null if there is none or its store does not say. */
    @Nullable
    BudgetLevel level() {
        try {
            return levels().stream()
                    .filter(level -> level.budget().name().equals(NAME))
                    .findFirst()
                    .orElse(null);
        } catch (ExecutionException | TimeoutException away) {
            return null;
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    // In memory it is known at once; where Redis counts, that is asked.
    private List<BudgetLevel> levels() throws ExecutionException, TimeoutException, InterruptedException {
        return budgets.levels(settings.model(), null).toCompletableFuture().get(MOST_MILLIS, TimeUnit.MILLISECONDS);
    }
}
