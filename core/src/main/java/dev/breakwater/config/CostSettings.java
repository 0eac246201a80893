/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.cost.BudgetGate;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.price.PriceBookSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.List;

/**
 * The keys {@code cost.*}: what calls to language models cost, and how much of that is allowed.
 *
 * @param enabled whether calls are priced and counted at all
 * @param prices what they cost, and where that is read again when it changes
 * @param unknownModel what becomes of calls to models without a price
 * @param budgets how much may be spent
 * @param gates which requests are refused while a budget is spent
 * @param ledger where it is kept what was spent
 * @param assumedTokens input that is held for each part of a request without a bound; 0 refuses such requests
 * @param assumedOutput output that is held for where a request names no limit and cannot be given one
 * @param lease after how long a call that nobody settled counts as spent in full
 */
public record CostSettings(
        boolean enabled,
        PriceBookSource prices,
        UnknownModel unknownModel,
        List<Budget> budgets,
        List<BudgetGate> gates,
        LedgerPlace ledger,
        long assumedTokens,
        long assumedOutput,
        Duration lease) {

    private static final String BUNDLED = "bundled";
    private static final long MOST_TOKENS = 100_000_000;

    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled",
                    ValueTypes.bool(),
                    "BW-COST-101",
                    "Whether calls to language models are priced, added up and held to budgets.")
            .defaultsTo("true");

    private static final Key<List<String>> PRICES = Key.of(
                    "prices",
                    ValueTypes.text().list(),
                    "BW-COST-102",
                    "The price files: paths, classpath:NAME, or bundled for the one that comes with this version. Later ones"
                            + " win; files are read again when they change.")
            .defaultsTo(BUNDLED);

    private static final Key<UnknownModel> UNKNOWN_MODEL = Key.of(
                    "unknown-model",
                    ValueTypes.oneOf(UnknownModel.class),
                    "BW-COST-103",
                    "A model without a price is tracked as unpriced, never as free; deny refuses calls to it while a budget of"
                            + " money is enforced.")
            .defaultIs("deny under a budget of money, else track");

    private static final Key<Long> ASSUMED_TOKENS = Key.of(
                    "assumed-tokens",
                    ValueTypes.longInteger(0, MOST_TOKENS),
                    "BW-COST-105",
                    "Input tokens to hold for each part of a request that has no bound, such as an image by its address; with 0"
                            + " such calls are refused while there is a budget.")
            .defaultsTo("0");

    private static final Key<Long> ASSUMED_OUTPUT = Key.of(
                    "assumed-output",
                    ValueTypes.longInteger(1, MOST_TOKENS),
                    "BW-COST-106",
                    "Output tokens to hold where a request names no limit.")
            .defaultsTo("4096");

    private static final Key<Duration> LEASE = Key.of(
                    "lease",
                    ValueTypes.duration("1s", "1d"),
                    "BW-COST-107",
                    "After how long a call that has not ended counts as spent in full; longer than any call takes.")
            .defaultsTo("15m");

    static final Group GROUP = Group.section(
            "cost",
            "Tokens and money spent on language models.",
            ENABLED,
            PRICES,
            UNKNOWN_MODEL,
            BudgetSettings.BUDGETS,
            LedgerSettings.LEDGER,
            ASSUMED_TOKENS,
            ASSUMED_OUTPUT,
            LEASE);

    /** Copies the lists. */
    public CostSettings {
        budgets = List.copyOf(budgets);
        gates = List.copyOf(gates);
    }

    static CostSettings read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        BudgetSettings read = BudgetSettings.read(section, problems);
        boolean isMoneyEnforced = read.budgets.stream().anyMatch(CostSettings::isMoneyEnforced);
        UnknownModel chosen = section.find(UNKNOWN_MODEL);
        if (chosen == UnknownModel.TRACK && isMoneyEnforced) {
            uncounted(section, problems);
        }
        if (!section.get(ENABLED) && isMoneyEnforced) {
            disabled(section, problems);
        }
        UnknownModel otherwise = isMoneyEnforced ? UnknownModel.DENY : UnknownModel.TRACK;
        return new CostSettings(
                section.get(ENABLED),
                prices(section, problems),
                chosen == null ? otherwise : chosen,
                read.budgets,
                read.gates,
                LedgerSettings.read(section, AuditSettings.path(root), problems),
                section.get(ASSUMED_TOKENS),
                section.get(ASSUMED_OUTPUT),
                section.get(LEASE));
    }

    /** Whether budgets are to be counted in Redis. */
    static boolean isShared(Settings root) {
        Settings section = root.section(GROUP);
        return section.get(ENABLED) && LedgerSettings.isShared(section);
    }

    private static boolean isMoneyEnforced(Budget budget) {
        return budget.unit() == Budget.Unit.NANO_USD && budget.mode() == Mode.ENFORCE;
    }

    /** Whether an enforced budget counts money. */
    public boolean limitsMoney() {
        return enabled && budgets.stream().anyMatch(CostSettings::isMoneyEnforced);
    }

    private static void uncounted(Settings section, Problems problems) {
        problems.warning(
                "BW-COST-111",
                section.path(UNKNOWN_MODEL),
                "track",
                "deny while a budget of money is enforced",
                "What models without a price cost is counted by no budget of money; set cost.unknown-model=deny, or give"
                        + " them prices in cost.prices.");
    }

    private static void disabled(Settings section, Problems problems) {
        problems.error(
                "BW-COST-112",
                section.path(ENABLED),
                "false",
                "true while a budget of money is enforced",
                "Switched off, nothing would keep it: set cost.enabled=true, or remove the budgets of money.");
    }

    private static PriceBookSource prices(Settings section, Problems problems) {
        List<String> locations = section.get(PRICES);
        try {
            return PriceBookSource.of(locations, StandardLayers.ownClassPath());
        } catch (InvalidPolicyException invalid) {
            for (Problem problem : invalid.problems()) {
                problems.add(placed(problem, locations).below(section.path(PRICES)));
            }
            return PriceBookSource.of(List.of(BUNDLED));
        }
    }

    // Paths inside a file begin at the key that names it: cost.prices[1].entries[0].input.
    private static Problem placed(Problem problem, List<String> locations) {
        for (int i = 0; i < locations.size(); i++) {
            String location = locations.get(i);
            if (problem.path().startsWith(location)) {
                String rest = problem.path().substring(location.length());
                String place = locations.size() == 1 ? "" : "[" + i + "]";
                String path = place.isEmpty() && rest.startsWith(".") ? rest.substring(1) : place + rest;
                return new Problem(
                        problem.severity(), problem.code(), path, problem.value(), problem.expected(), problem.fix());
            }
        }
        return problem;
    }
}
