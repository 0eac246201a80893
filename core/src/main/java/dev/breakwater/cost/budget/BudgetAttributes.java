/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Slot;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application says about a call that budgets may be kept by: its tenant, its use case, its team. Immutable.
 *
 * <pre>
 * BudgetAttributes.set("tenant", "acme");            // for all calls of the request this thread works for
 * BudgetAttributes.of("tenant", "acme")              // for work outside requests: handed to Budgets.reserve
 * </pre>
 *
 * <p>Names compare without regard to case. An empty value is none. Values are shown in reports: hand in names, not secrets.
 */
public final class BudgetAttributes {
    /** None. */
    public static final BudgetAttributes NONE = new BudgetAttributes(Map.of());

    private static final Slot<BudgetAttributes> SLOT = Slot.of("budget attributes", BudgetAttributes.class);

    private final Map<String, String> values;

    private BudgetAttributes(Map<String, String> values) {
        this.values = values;
    }

    /** A first one. */
    public static BudgetAttributes of(String name, String value) {
        return NONE.and(name, value);
    }

    /**
     * Sets one for all calls of the request that this thread works for, from now on; outside a request it does nothing. Set
     * them before the calls begin: not while other threads call for the same request.
     */
    public static void set(String name, String value) {
        Exchange exchange = CurrentExchange.get();
        if (exchange != null) {
            set(exchange, name, value);
        }
    }

    /** Sets one for all calls of this request, from now on. */
    public static void set(Exchange exchange, String name, String value) {
        exchange.put(SLOT, of(exchange).and(name, value));
    }

    /** Those of a request; none if there is no request. */
    public static BudgetAttributes of(@Nullable Exchange exchange) {
        BudgetAttributes set = exchange == null ? null : exchange.get(SLOT);
        return set == null ? NONE : set;
    }

    /** These and another one, in place of what it was before. */
    public BudgetAttributes and(String name, String value) {
        Map<String, String> more = new HashMap<>(values);
        more.put(named(name), value);
        return new BudgetAttributes(Map.copyOf(more));
    }

    /** These and others, which stand where both have one of a name. */
    public BudgetAttributes and(BudgetAttributes others) {
        if (others.values.isEmpty()) {
            return this;
        }
        Map<String, String> more = new HashMap<>(values);
        more.putAll(others.values);
        return new BudgetAttributes(Map.copyOf(more));
    }

    /** The value of one; null if there is none. */
    public @Nullable String get(String name) {
        return values.get(name.toLowerCase(Locale.ROOT));
    }

    static String named(String name) {
        if (!BudgetChecks.isName(name)) {
            throw new IllegalArgumentException("attribute: " + name
                    + " (expected: a letter, then up to 63 letters, digits, _ . or -; for example tenant)");
        }
        return name.toLowerCase(Locale.ROOT);
    }

    /** Their names; values may be of no concern to who reads it. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}
