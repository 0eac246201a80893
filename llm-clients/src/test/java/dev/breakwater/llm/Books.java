/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Decision;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.Spending;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetDecision;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** A meter whose ledger and budget can be read, on a day of November 2026. */
final class Books {
    private static final PriceBook PRICES = PriceBook.bundled();

    /** More than any test spends. */
    static final long PLENTY = 1_000_000_000;

    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final LocalBudgetStore store = new LocalBudgetStore(time);
    private final List<Decision> decisions = new CopyOnWriteArrayList<>();
    private final Budgets budgets = new Budgets(store, (decision, exchange) -> decisions.add(decision), time);
    private final LlmMeter meter;

    Books() {
        limit(PLENTY);
        Spending spending = new Spending(budgets, rows::add, UnknownModel.DENY, 4096, 0);
        meter = new LlmMeter(() -> PRICES, (decision, exchange) -> {}, time, () -> spending);
    }

    /** From now on no more than this much a day. */
    void limit(long nanoUsd) {
        budgets.use(List.of(Budget.named("daily").nanoUsd(nanoUsd).build()));
    }

    LlmMeter meter() {
        return meter;
    }

    /** What happened, in order. */
    List<LedgerRow> rows() {
        return rows;
    }

    List<Event> events() {
        return rows.stream().map(LedgerRow::event).toList();
    }

    /** What was paid, in nano-dollars, call by call. */
    List<BigDecimal> paid() {
        return rows.stream()
                .filter(row -> row.event() == Event.SETTLED)
                .map(row -> BigDecimal.valueOf(row.nanoUsd()))
                .toList();
    }

    /**
     * Every answer that the provider billed is a row of the same amount, and the budget has counted just these and all that
     * was held for attempts of which nobody knows what they cost.
     */
    void assertAgreeWith(LlmStandIn provider, int calls) {
        assertThat(provider.bill()).hasSize(calls);
        Awaitility.await().until(() -> paid().size() >= calls);
        assertThat(paid()).containsExactlyElementsOf(provider.bill());
        long billed =
                provider.bill().stream().mapToLong(BigDecimal::longValueExact).sum();
        assertThat(level().committed()).isEqualTo(billed + unknown());
        assertThat(level().held()).isZero();
    }

    /** How many calls were refused. */
    long refusals() {
        return decisions.stream()
                .filter(decision -> ((BudgetDecision) decision).kind() == BudgetDecision.Kind.EXHAUSTED)
                .count();
    }

    private long unknown() {
        return rows.stream()
                .filter(row -> row.event() == Event.UNKNOWN)
                .mapToLong(LedgerRow::reservedNanoUsd)
                .sum();
    }

    /** How the budget is. */
    BudgetLevel level() {
        return store.levels(List.of(new Claim(budgets.budgets().get(0), "*", 0, 0)))
                .toCompletableFuture()
                .join()
                .get(0);
    }
}
