/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.cost.BudgetGate;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import dev.breakwater.policy.RequestMatcher;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The keys {@code cost.budgets[].*}, and the budgets they describe. */
final class BudgetSettings {

    /** What a period is a part of. */
    private enum Window {
        CALENDAR,
        ROLLING
    }

    private static final Key<String> NAME = Key.of(
                    "name",
                    ValueTypes.text(),
                    "BW-COST-120",
                    "Name of the budget, told in answers, events and meters: a letter, then letters, digits, _ . -, at most 64"
                            + " in all.")
            .required();

    private static final Key<String> KEY = Key.of(
                    "key",
                    ValueTypes.text(),
                    "BW-COST-121",
                    "Who has a budget of their own: global (one for all), user, api-key, route, model or attribute:NAME, which"
                            + " the application sets; several joined by +.")
            .defaultsTo("global");

    private static final Key<String> LIMIT = Key.of(
                    "limit",
                    ValueTypes.text(),
                    "BW-COST-122",
                    "How much in each period: money such as 5.00 USD (no other currency), or tokens in and out such as 100000"
                            + " tokens.")
            .defaultsTo("5.00 USD");

    private static final Key<Period> PERIOD = Key.of(
                    "period", ValueTypes.oneOf(Period.class), "BW-COST-123", "How long it lasts.")
            .defaultsTo("day");

    private static final Key<Window> WINDOW = Key.of(
                    "window",
                    ValueTypes.oneOf(Window.class),
                    "BW-COST-124",
                    "Whether periods are those of the calendar, or at any moment the last one (30 days for a month).")
            .defaultsTo("calendar");

    private static final Key<ZoneId> ZONE = Key.of(
                    "zone",
                    ScalarType.of("a time zone such as UTC or Europe/Paris", BudgetSettings::zone),
                    "BW-COST-125",
                    "Whose calendar it follows.")
            .defaultIs("UTC");

    private static final Key<DayOfWeek> WEEK_START = Key.of(
                    "week-start", ValueTypes.oneOf(DayOfWeek.class), "BW-COST-126", "The first day of its weeks.")
            .defaultIs("monday");

    private static final Key<Month> YEAR_START = Key.of(
                    "year-start",
                    ValueTypes.oneOf(Month.class),
                    "BW-COST-127",
                    "The first month of its years and quarters.")
            .defaultIs("january");

    private static final Key<Mode> MODE = Key.of(
                    "mode",
                    ValueTypes.oneOf(Mode.class),
                    "BW-COST-128",
                    "Whether it refuses calls, or only counts and reports what it would have refused.")
            .defaultsTo("enforce");

    private static final Key<List<Integer>> ALERTS = Key.of(
                    "alerts",
                    ValueTypes.integer(1, 1000).list(),
                    "BW-COST-129",
                    "Shares of the limit in per cent; when what was spent crosses one, that is told once in each period.")
            .defaultsTo("50, 80, 100");

    private static final Key<Budget.OnStoreFailure> ON_STORE_FAILURE = Key.of(
                    "on-store-failure",
                    ValueTypes.oneOf(Budget.OnStoreFailure.class),
                    "BW-COST-130",
                    "What happens to calls while Redis does not answer: closed refuses them, local grants each instance its"
                            + " share, open makes them.")
            .defaultsTo("closed");

    private static final Key<List<String>> REFUSE_PATHS = Key.of(
                    "refuse-paths",
                    ValueTypes.text().list(),
                    "BW-COST-131",
                    "Patterns of the paths whose requests are answered with 429 before any work while this budget is spent;"
                            + " for others, calls end in their fallbacks.")
            .defaultIs("none");

    static final Group BUDGETS = Group.list(
            "budgets",
            "What may be spent; all that are about a call apply to it.",
            NAME,
            KEY,
            LIMIT,
            PERIOD,
            WINDOW,
            ZONE,
            WEEK_START,
            YEAR_START,
            MODE,
            ALERTS,
            ON_STORE_FAILURE,
            REFUSE_PATHS);

    final List<Budget> budgets = new ArrayList<>();
    final List<BudgetGate> gates = new ArrayList<>();
    private final Problems problems;

    private BudgetSettings(Problems problems) {
        this.problems = problems;
    }

    static BudgetSettings read(Settings section, Problems problems) {
        BudgetSettings read = new BudgetSettings(problems);
        section.list(BUDGETS).forEach(read::add);
        read.names(section);
        return read;
    }

    private void add(Settings settings) {
        calendar(settings);
        Budget budget = settings.build(() -> budget(settings), problems);
        List<PathPattern> paths = paths(settings);
        if (budget != null) {
            budgets.add(budget);
            if (!paths.isEmpty()) {
                gate(settings, budget, paths);
            }
        }
    }

    private static Budget budget(Settings settings) {
        Budget.Builder budget = Budget.named(settings.get(NAME))
                .key(settings.get(KEY))
                .limit(settings.get(LIMIT))
                .mode(settings.get(MODE))
                .alerts(settings.get(ALERTS))
                .onStoreFailure(settings.get(ON_STORE_FAILURE));
        settings.ifPresent(ZONE, budget::zone);
        settings.ifPresent(WEEK_START, budget::weekStart);
        settings.ifPresent(YEAR_START, budget::yearStart);
        return settings.get(WINDOW) == Window.ROLLING
                ? budget.rolling(settings.get(PERIOD)).build()
                : budget.period(settings.get(PERIOD)).build();
    }

    /** What has no effect is a slip in one of the two. */
    private void calendar(Settings settings) {
        if (settings.isSet(WEEK_START) && settings.get(PERIOD) != Period.WEEK) {
            problems.warning(
                    "BW-COST-132",
                    settings.path(WEEK_START),
                    "set",
                    "period=week beside it",
                    "It has no effect; remove it, or set the period.");
        }
    }

    /** What a call is for is known early, which model it asks and for which route only later. */
    private void gate(Settings settings, Budget budget, List<PathPattern> paths) {
        if (budget.key().parts().contains("model") || budget.key().parts().contains("route")) {
            problems.error(
                    "BW-COST-133",
                    settings.path(REFUSE_PATHS),
                    "with key " + budget.key(),
                    "a key of global, user, api-key or attribute:NAME",
                    "Which model and route a request will need is not known before its work; remove refuse-paths.");
        } else {
            gates.add(new BudgetGate(budget.name(), RequestMatcher.of(List.of(), paths)));
        }
    }

    private List<PathPattern> paths(Settings settings) {
        List<String> texts = settings.find(REFUSE_PATHS);
        List<PathPattern> paths = new ArrayList<>();
        for (int i = 0; texts != null && i < texts.size(); i++) {
            PathPattern path = PathPattern.parse(texts.get(i), settings.path(REFUSE_PATHS) + "[" + i + "]", problems);
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    /** Two names that differ in case alone would be one in many dashboards. */
    private void names(Settings section) {
        Map<String, Settings> owners = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Settings budget : section.listed(BUDGETS)) {
            String name = budget.find(NAME);
            Settings owner = name == null ? null : owners.putIfAbsent(name, budget);
            if (name != null && owner != null) {
                problems.error(
                        "BW-COST-051",
                        budget.path(NAME),
                        Shown.value(name),
                        "a name of its own; " + owner.path() + " has it, too",
                        "Rename one of the two.");
            }
        }
    }

    private static @Nullable ZoneId zone(String text) {
        try {
            return ZoneId.of(text.strip());
        } catch (DateTimeException unknown) {
            return null;
        }
    }
}
