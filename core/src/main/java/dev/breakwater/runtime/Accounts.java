/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.CostSettings;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.Ledger;
import dev.breakwater.cost.ledger.LedgerFile;
import dev.breakwater.cost.ledger.LedgerReplay;
import dev.breakwater.cost.ledger.MemoryLedger;
import dev.breakwater.cost.ledger.SpendBook;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problems;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where it is counted and kept what was spent: in memory, in a file that is replayed, or where the instances share it. */
final class Accounts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final Budgets budgets;
    private final @Nullable LocalBudgetStore own;
    private final @Nullable LedgerFile file;
    private final Ledger ledger;
    private final SpendBook book;
    private final Set<String> restored = new HashSet<>();
    private final LongAdder orphaned = new LongAdder();
    private volatile List<BudgetLevel> levels = List.of();

    private Accounts(Budgets budgets, @Nullable LocalBudgetStore own, LedgerFile file) {
        this.budgets = budgets;
        this.own = own;
        this.file = file;
        ledger = file;
        book = file.book();
    }

    private Accounts(Budgets budgets, @Nullable LocalBudgetStore own, MemoryLedger memory) {
        this.budgets = budgets;
        this.own = own;
        file = null;
        ledger = memory;
        book = memory.book();
    }

    /**
     * Opens what these settings name; a file is read, and what was spent before restored.
     *
     * @throws InvalidPolicyException if the file cannot be used
     */
    static Accounts open(
            BreakwaterRuntime.Builder parts,
            BreakwaterSettings settings,
            @Nullable SharedState elsewhere,
            Observer observer) {
        CostSettings cost = settings.cost();
        LocalBudgetStore local = new LocalBudgetStore(parts.time);
        LocalBudgetStore own = elsewhere == null ? local : null;
        BudgetStore store = elsewhere == null ? local : elsewhere.budgets();
        Budgets budgets = Budgets.builder(store, observer, parts.time)
                .verifier(parts.verifier)
                .apiKeyHeader(settings.apiKeyHeader())
                .lease(cost.lease())
                .build();
        Path path = settings.enabled() && cost.enabled() ? cost.ledger().file() : null;
        if (path == null) {
            return new Accounts(budgets, own, new MemoryLedger(zone(cost)));
        }
        Accounts accounts = new Accounts(budgets, own, opened(path, zone(cost), parts));
        accounts.restore(cost.budgets());
        return accounts;
    }

    private static LedgerFile opened(Path path, ZoneId zone, BreakwaterRuntime.Builder parts) {
        try {
            return LedgerFile.at(path).zone(zone).time(parts.time).open();
        } catch (InvalidPolicyException unusable) {
            throw new InvalidPolicyException(
                    new Problems().addBelow("cost.ledger", unusable.problems()).all());
        }
    }

    // Reports go by the days that money goes by.
    private static ZoneId zone(CostSettings settings) {
        return settings.budgets().isEmpty()
                ? ZoneOffset.UTC
                : settings.budgets().get(0).zone();
    }

    /** From now on these settings hold; null for none. What the file knows of a budget that is new is restored. */
    void use(@Nullable CostSettings settings) {
        List<Budget> wanted = settings == null ? List.of() : settings.budgets();
        restore(wanted);
        budgets.use(wanted);
    }

    // Each once and before it counts anything: from then on the store knows more of it than the file did.
    private void restore(List<Budget> wanted) {
        List<Budget> fresh = new ArrayList<>();
        for (Budget budget : wanted) {
            if (restored.add(budget.identity())) {
                fresh.add(budget);
            }
        }
        if (file != null && own != null && !fresh.isEmpty()) {
            say(file.restore(fresh, own));
        }
    }

    private static void say(LedgerReplay.Restored restored) {
        if (restored.windows() > 0 || restored.holds() > 0) {
            LOG.info(
                    "Breakwater: the ledger restored {} and {} of budgets",
                    counted(restored.windows(), "window"),
                    counted(restored.holds(), "open hold"));
        }
        if (restored.skipped() > 0) {
            LOG.info(
                    "Breakwater: the ledger did not restore {} of budgets that are no longer configured, or have another"
                            + " key, unit or calendar",
                    counted(restored.skipped(), "amount"));
        }
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    Budgets budgets() {
        return budgets;
    }

    Ledger ledger() {
        return ledger;
    }

    SpendBook book() {
        return book;
    }

    /** Lets holds expire that nobody settled, which the ledger puts on record by itself; asks how shared budgets are. */
    void sweep() {
        orphaned.add(budgets.expired().size());
        if (own == null) {
            ask();
        }
    }

    private void ask() {
        CompletionStage<?> unused = budgets.levels(0).thenAccept(found -> levels = found);
    }

    /** How the global budgets are, as far as that is known without waiting. */
    List<BudgetLevel> known() {
        if (own != null) {
            ask();
        }
        return levels;
    }

    /** Holds that nobody settled in time. */
    long orphaned() {
        return orphaned.sum();
    }

    /** Rows that could not be kept. */
    long failures() {
        return file == null ? 0 : file.lost();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
