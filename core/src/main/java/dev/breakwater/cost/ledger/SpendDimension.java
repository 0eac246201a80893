/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.util.Locale;

/** What a report has a line for each of. */
public enum SpendDimension {
    /** A day of the book's zone. */
    DAY,
    /** A provider, by its OpenTelemetry name. */
    PROVIDER,
    /** A model that was asked for, with its provider. */
    MODEL,
    /** A route of the application. */
    ROUTE,
    /**
     * A budget and one of its keys: a user, a tenant. A call that counts in several budgets is in several lines; the total
     * still counts it once.
     */
    BUDGET;

    /** As in a query and in a report's head: {@code model}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
