/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetWindows;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rows for tests: one call that holds 1,000 and costs what is said, begun at the start of {@code ManualTime}. */
final class Rows {
    static final Budget DAILY = Budget.named("daily").nanoUsd(1_000_000).build();
    static final Budget TOKENS = Budget.named("tokens").tokens(1_000_000).build();
    static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");
    static final Duration LEASE = Duration.ofMinutes(15);
    static final TokenUsage USAGE = TokenUsage.builder()
            .tokens(TokenClass.IN_FRESH, 100)
            .tokens(TokenClass.CACHE_READ, 20)
            .tokens(TokenClass.OUT_VISIBLE, 30)
            .build();

    private Rows() {}

    static Hold.Part part(Budget budget, long amount) {
        return new Hold.Part(budget, "*", BudgetWindows.windowAt(budget, BEGUN).start(), amount);
    }

    static LedgerRow held(String id) {
        return row(Event.HELD, id, 0);
    }

    static LedgerRow settled(String id, long nanoUsd) {
        return row(Event.SETTLED, id, nanoUsd);
    }

    static LedgerRow row(Event event, String id, long nanoUsd) {
        boolean costs = event == Event.SETTLED || event == Event.CORRECTED;
        return new LedgerRow(
                event,
                id,
                "call-" + id,
                1,
                BEGUN.plusSeconds(1),
                BEGUN,
                "openai",
                "gpt-4o-mini",
                costs ? USAGE : null,
                costs ? "2026-01-01" : null,
                1_000,
                nanoUsd,
                costs ? Source.PRICES : null,
                List.of(part(DAILY, 1_000), part(TOKENS, 500)),
                BEGUN.plus(LEASE),
                "/decide",
                "request-1");
    }

    /** A call without a hold. */
    static LedgerRow free(String model, String route, Instant begun, long nanoUsd) {
        return new LedgerRow(
                Event.SETTLED,
                model + begun + nanoUsd,
                null,
                1,
                begun,
                begun,
                "openai",
                model,
                USAGE,
                "2026-01-01",
                0,
                nanoUsd,
                Source.PRICES,
                List.of(),
                null,
                route,
                null);
    }
}
