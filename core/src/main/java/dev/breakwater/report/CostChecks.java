/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.cost.Price;
import dev.breakwater.cost.PriceBook;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Whether it is known what language models cost. */
final class CostChecks {
    private static final String FIX = "Set cost.enabled to true.";
    private static final long STALE_DAYS = 90;
    private static final long OLD_DAYS = 365;

    static final List<ReadinessCheck> ALL = List.of(
            check("cost.tracking", "Calls to language models are priced", CostChecks::tracking),
            check("cost.prices", "Prices are known and of late", CostChecks::prices),
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
        long age = ChronoUnit.DAYS.between(checked, LocalDate.ofInstant(context.now(), ZoneOffset.UTC));
        String evidence = "version " + book.version() + ", last checked on " + checked;
        if (age > OLD_DAYS) {
            return Finding.fail(evidence, fix);
        }
        return age > STALE_DAYS ? Finding.warn(evidence, fix) : Finding.pass(evidence);
    }

    private static Finding perRequest(ReadinessContext context) {
        return context.stands("request-log") && context.settings().requestLog() != null
                ? Finding.pass("request log and cost both stand")
                : Finding.fail("no request log of ours is written", "Set request-log.enabled to true.");
    }
}
