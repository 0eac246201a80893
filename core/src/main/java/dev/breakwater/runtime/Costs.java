/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.CostSettings;
import dev.breakwater.config.LedgerPlace;
import dev.breakwater.cost.BudgetGates;
import dev.breakwater.cost.CostGuard;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.Spending;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.ledger.SpendBook;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.PriceBookSource;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.ops.CostsEndpoint;
import dev.breakwater.ops.Endpoint;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.traffic.Traffic;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls to models cost and may cost: prices, budgets, the ledger, and the meter over all of them. Keeps what was spent
 * while chains come and go; where that is kept is settled when the service starts. Safe for use by many threads, but for
 * what changes settings.
 */
final class Costs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);
    private static final long LOOK_SECONDS = 10;

    private final BreakwaterRuntime.Builder parts;
    private final LedgerPlace place;
    private final Accounts accounts;
    private final Observer publisher;
    private final LlmMeter meter;
    private volatile @Nullable PriceBookSource prices;
    private volatile Spending spending = Spending.FREE;

    Costs(
            BreakwaterRuntime.Builder parts,
            BreakwaterSettings settings,
            Sharing sharing,
            Observer publisher,
            ScheduledExecutorService timer) {
        this.parts = parts;
        this.publisher = publisher;
        // What is off opens nothing, and what is not open cannot be gone on with.
        place = isOn(settings) ? settings.cost().ledger() : LedgerPlace.MEMORY;
        accounts = Accounts.open(parts, settings, sharing.ofBudgets(), this::publish);
        meter = new LlmMeter(this::prices, this::publish, parts.time, () -> spending);
        Future<?> unused = timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Checks that what was spent is kept where these settings want it.
     *
     * @throws InvalidPolicyException if it is not, as it cannot be moved
     */
    void check(BreakwaterSettings settings) {
        LedgerPlace wanted = settings.cost().ledger();
        if (isOn(settings) && !wanted.equals(place)) {
            throw new InvalidPolicyException(List.of(Problem.error(
                    "BW-COST-116",
                    "cost.ledger",
                    wanted.toString(),
                    "where it was at the start: " + place,
                    "Restart the service: at run time this would forget what was spent.")));
        }
    }

    private static boolean isOn(BreakwaterSettings settings) {
        return settings.enabled() && settings.cost().enabled();
    }

    /** From now on these settings hold. What was spent goes on for budgets that keep their name. */
    void use(BreakwaterSettings settings) {
        CostSettings cost = settings.cost();
        boolean on = isOn(settings);
        prices = on ? cost.prices() : null;
        accounts.use(on ? cost : null);
        spending = on
                ? new Spending(
                        accounts.budgets(),
                        accounts.ledger(),
                        cost.unknownModel(),
                        cost.assumedOutput(),
                        cost.assumedTokens())
                : Spending.FREE;
    }

    /** The guard for these settings. */
    Guard guard(CostSettings settings) {
        return new CostGuard(
                publisher, new BudgetGates(settings.gates(), settings.budgets(), accounts.budgets()::look, parts.time));
    }

    LlmMeter meter() {
        return meter;
    }

    Budgets budgets() {
        return accounts.budgets();
    }

    SpendBook book() {
        return accounts.book();
    }

    /** How spending stands. */
    SpendState state() {
        return SpendState.of(
                accounts.known(), accounts.book(), parts.time.now(), accounts.orphaned(), accounts.failures());
    }

    Endpoint endpoint(Traffic traffic) {
        return new CostsEndpoint(
                accounts.book(), this::state, () -> traffic.snapshot().requests());
    }

    private PriceBook prices() {
        PriceBookSource current = prices;
        return current == null ? PriceBook.empty() : current.current();
    }

    // The timer ends with what it runs throws.
    private void look() {
        try {
            accounts.sweep();
            reload();
        } catch (RuntimeException fault) {
            LOG.warn("Breakwater: could not look after budgets and prices; it is tried again", fault);
        }
    }

    private void reload() {
        PriceBookSource current = prices;
        if (current == null || !current.reload()) {
            return;
        }
        if (current.lastProblems().isEmpty()) {
            LOG.info(
                    "Breakwater: prices are those of version {} from now on",
                    current.current().version());
        }
        for (Problem problem : current.lastProblems()) {
            LOG.warn("Breakwater: prices stay as they were: {}", problem.below("cost.prices"));
        }
    }

    private void publish(Decision decision, @Nullable Exchange exchange) {
        if (prices != null) {
            publisher.on(decision, exchange);
        }
    }

    /** Settles nothing: what is held stays so in a file, and counts in full once its lease is over. */
    @Override
    public void close() {
        accounts.close();
    }
}
