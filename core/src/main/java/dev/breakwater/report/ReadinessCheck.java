/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import java.util.Objects;
import java.util.function.Function;

/**
 * One question of the readiness report. It is asked at start-up, when settings change and whenever somebody reads the report,
 * by several threads at once, so it answers from what is known and calls nobody. If it throws, it has failed, and the report
 * says so.
 *
 * <pre>{@code
 * ReadinessCheck.of("shop.currency", "Prices have a currency", context -> currency == null
 *         ? Finding.fail("shop.currency is not set", "Set shop.currency.")
 *         : Finding.pass(currency));
 * }</pre>
 */
public interface ReadinessCheck {
    /** The check's id, which never changes: lower-case words with dots and dashes, {@code shop.currency}. */
    String id();

    /** What holds if all is well, in a few words. */
    String title();

    /** Judges. */
    Finding judge(ReadinessContext context);

    /** A check from its parts. */
    static ReadinessCheck of(String id, String title, Function<? super ReadinessContext, Finding> judge) {
        return new SimpleCheck(id, title, judge);
    }

    /** A check that never judges, so that what must be seen to elsewhere is not forgotten. */
    static ReadinessCheck outside(String id, String title, String reason) {
        Finding finding = Finding.outside(Objects.requireNonNull(reason));
        return of(id, title, context -> finding);
    }
}
