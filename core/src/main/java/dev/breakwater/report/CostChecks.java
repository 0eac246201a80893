/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.config.CostSettings;
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.PriceBook;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Whether it is known what language models cost. */
final class CostChecks {
    private static final String FIX = "Set cost.enabled to true.";
    private static final long STALE_DAYS = 90;
    private static final long STALE_IN_USE_DAYS = 45;
    private static final long OLD_DAYS = 365;

    static final List<ReadinessCheck> ALL = List.of(
            check("cost.tracking", "Calls to language models are priced", CostChecks::tracking),
            check("cost.prices", "Prices are known and of late", CostChecks::prices),
            check("cost.budget", "What models may cost is limited", CostChecks::budget),
            check("cost.ledger", "What was spent outlives a restart", CostChecks::ledger),
            check("cost.per-request", "Tokens and cost are in each request's event", CostChecks::perRequest));

    private CostChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("cost", FIX, judge));
    }

    private static Finding tracking(ReadinessContext context) {
        return Finding.pass("cost.enabled is true");
    }

    private static Finding prices(ReadinessContext context) {
        Set<String> unpriced = context.seen().unpricedModels();
        String fix = "Set cost.prices to a price file that has them as they are today.";
        if (!unpriced.isEmpty()) {
            return Finding.fail("calls without a price: " + Judges.list(unpriced), fix);
        }
        PriceBook book = context.settings().prices();
        if (book == null || book.prices().isEmpty()) {
            return Finding.fail("no prices", fix);
        }
        LocalDate checked = book.prices().stream()
                .map(Price::checked)
                .max(Comparator.naturalOrder())
                .orElse(LocalDate.EPOCH);
        LocalDate today = LocalDate.ofInstant(context.now(), ZoneOffset.UTC);
        long age = ChronoUnit.DAYS.between(checked, today);
        String evidence = "version " + book.version() + ", last checked on " + checked;
        if (age > OLD_DAYS) {
            return Finding.fail(evidence, fix);
        }
        return age > STALE_DAYS ? Finding.warn(evidence, fix) : inUse(context, today, evidence);
    }

    /** The prices that are charged are looked at more closely than those that merely stand in the book. */
    private static Finding inUse(ReadinessContext context, LocalDate today, String evidence) {
        List<String> doubtful = new ArrayList<>();
        context.seen().pricesInUse().forEach((model, price) -> {
            if (price.isUncertain()) {
                doubtful.add(model + " is not confirmed");
            } else if (ChronoUnit.DAYS.between(price.checked(), today) > STALE_IN_USE_DAYS) {
                doubtful.add(model + " was checked on " + price.checked());
            }
        });
        return doubtful.isEmpty()
                ? Finding.pass(evidence)
                : Finding.warn(
                        "prices of models in use: " + Judges.list(doubtful),
                        "Look them up, and set cost.prices to a file that has them as they are today.");
    }

    private static Finding budget(ReadinessContext context) {
        if (context.settings().cost().limitsMoney()) {
            return Finding.pass("a budget of money is enforced");
        }
        boolean isCalled = !context.seen().pricesInUse().isEmpty()
                || !context.seen().unpricedModels().isEmpty();
        return isCalled
                ? Judges.failInProduction(
                        context,
                        "models are called, and no budget of money is enforced",
                        "Set cost.budgets[0].name and cost.budgets[0].limit, such as 5.00 USD.")
                : Finding.pass("no model has been called");
    }

    private static Finding ledger(ReadinessContext context) {
        CostSettings cost = context.settings().cost();
        if (!cost.limitsMoney()) {
            return Finding.pass("no budget of money is enforced");
        }
        if (!cost.ledger().isDurable()) {
            return Judges.failInProduction(
                    context,
                    "cost.ledger is memory: each restart forgets what was spent",
                    "Set cost.ledger to a file, or to redis for several instances.");
        }
        return areSeveral(context) && !cost.ledger().isShared()
                ? Finding.warn(
                        "several instances, and each counts its own budgets: " + cost.ledger(),
                        "Set cost.ledger to redis, so that they share them.")
                : Finding.pass("cost.ledger is " + (cost.ledger().isShared() ? "shared" : "a file"));
    }

    private static boolean areSeveral(ReadinessContext context) {
        return context.settings().redis().instances() > 1 || context.store().instances() > 1;
    }

    private static Finding perRequest(ReadinessContext context) {
        return context.stands("request-log") && context.settings().requestLog() != null
                ? Finding.pass("request log and cost both stand")
                : Finding.fail("no request log of ours is written", "Set request-log.enabled to true.");
    }
}
