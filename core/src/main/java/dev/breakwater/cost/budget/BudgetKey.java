/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.policy.NearestName;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a budget is kept by: nothing, or one or several of user, verified API key, route, model, and attributes that the
 * application sets. Immutable.
 */
public final class BudgetKey {
    /** One for all calls. */
    public static final BudgetKey GLOBAL = new BudgetKey("global", List.of());

    /** One for each authenticated user; calls without one share one. */
    public static final BudgetKey USER = new BudgetKey("user", List.of("user"));

    /** One for each API key that was found genuine; calls without one share one. */
    public static final BudgetKey API_KEY = new BudgetKey("api-key", List.of("api-key"));

    /** One for each route of the application; calls outside requests share one. */
    public static final BudgetKey ROUTE = new BudgetKey("route", List.of("route"));

    /** One for each model that is asked for. */
    public static final BudgetKey MODEL = new BudgetKey("model", List.of("model"));

    static final String ATTRIBUTE = "attribute:";

    private static final List<String> NAMES = List.of("global", "user", "api-key", "route", "model");

    private final String text;
    private final List<String> parts;

    private BudgetKey(String text, List<String> parts) {
        this.text = text;
        this.parts = parts;
    }

    /**
     * One for each value of an attribute that the application sets, such as its tenant; calls without one share one.
     *
     * @param name without regard to case; as budgets are named
     * @throws IllegalArgumentException if it is no such name
     * @see BudgetAttributes
     */
    public static BudgetKey attribute(String name) {
        String text = ATTRIBUTE + BudgetAttributes.named(name);
        return new BudgetKey(text, List.of(text));
    }

    /**
     * One for each combination of values.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if one of them is global, or there twice
     */
    public static BudgetKey of(BudgetKey... keys) {
        List<String> parts = new ArrayList<>();
        for (BudgetKey key : keys) {
            parts.addAll(key.parts.isEmpty() ? List.of(key.text) : key.parts);
        }
        Problems problems = new Problems();
        BudgetKey joined = parse(String.join("+", parts), "key", problems);
        problems.throwIfInvalid();
        return joined == null ? GLOBAL : joined;
    }

    /** Reads a key, {@code user+model}; null, and problems, if it is none. */
    public static @Nullable BudgetKey parse(String text, String path, Problems problems) {
        List<String> parts = new ArrayList<>();
        int before = problems.all().size();
        for (String word : text.split("\\+", -1)) {
            String part = word.strip().toLowerCase(Locale.ROOT);
            check(part, parts, path, problems);
            parts.add(part);
        }
        if (problems.all().size() > before) {
            return null;
        }
        return parts.get(0).equals(GLOBAL.text) ? GLOBAL : new BudgetKey(String.join("+", parts), List.copyOf(parts));
    }

    private static void check(String part, List<String> earlier, String path, Problems problems) {
        boolean attribute = part.startsWith(ATTRIBUTE);
        if (attribute && !BudgetChecks.isName(part.substring(ATTRIBUTE.length()))) {
            problems.error(
                    "BW-COST-059",
                    path,
                    part,
                    "attribute: and a letter, then up to 63 letters, digits, _ . or -",
                    "Write for example attribute:tenant.");
        } else if (!attribute && !NAMES.contains(part)) {
            unknown(part, path, problems);
        } else if (earlier.contains(part) || mixesGlobal(part, earlier)) {
            problems.error(
                    "BW-COST-060",
                    path,
                    part,
                    "each key once, and global alone",
                    "Keep each one that tells callers apart once.");
        }
    }

    private static boolean mixesGlobal(String part, List<String> earlier) {
        return earlier.contains(GLOBAL.text) || (part.equals(GLOBAL.text) && !earlier.isEmpty());
    }

    private static void unknown(String part, String path, Problems problems) {
        String near = NearestName.of(part, NAMES);
        problems.error(
                "BW-COST-058",
                path,
                part,
                "global, user, api-key, route, model or attribute:NAME, or several joined by +",
                near == null ? "Choose one of them." : "Did you mean " + near + "?");
    }

    /** What it consists of, as configured; empty for a global one. */
    public List<String> parts() {
        return parts;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof BudgetKey that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As configured. */
    @Override
    public String toString() {
        return text;
    }
}
