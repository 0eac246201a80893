/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetWindow;
import dev.breakwater.cost.budget.BudgetWindows;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where Redis counts a budget for one key: in one window of the calendar, or in the slots of one that rolls.
 *
 * @param budget the budget
 * @param key whose part of it
 * @param from when the window begins, in seconds since 1970; of one that rolls, how long a slot is
 * @param to when it ends; of one that rolls, how many slots before this one still count
 */
record BudgetCell(Budget budget, String key, long from, long to) {
    /** Those that these claims are for at this time. */
    static List<BudgetCell> of(List<Claim> claims, Instant at) {
        List<BudgetCell> cells = new ArrayList<>(claims.size());
        for (int i = 0; i < claims.size(); i++) {
            cells.add(of(claims.get(i).budget(), claims.get(i).key(), at));
        }
        return cells;
    }

    /** Those in which this is held. */
    static List<BudgetCell> of(Hold hold) {
        List<BudgetCell> cells = new ArrayList<>(hold.parts().size());
        for (int i = 0; i < hold.parts().size(); i++) {
            Hold.Part part = hold.parts().get(i);
            cells.add(of(part.budget(), part.key(), Instant.ofEpochSecond(part.window())));
        }
        return cells;
    }

    private static BudgetCell of(Budget budget, String key, Instant at) {
        BudgetWindow window = BudgetWindows.windowAt(budget, at);
        if (budget.isRolling()) {
            return new BudgetCell(budget, key, window.end() - window.start(), window.before());
        }
        return new BudgetCell(budget, key, window.start(), window.end());
    }

    /**
     * The names of these in Redis, two for each.
     *
     * @param charge what is to be charged, whose name comes last; null for nothing
     */
    static byte[][] names(String prefix, List<BudgetCell> cells, @Nullable String charge) {
        byte[][] names = new byte[2 * cells.size() + (charge == null ? 0 : 1)][];
        for (int i = 0; i < cells.size(); i++) {
            String name = "{" + prefix + "}:budget:" + cells.get(i).name();
            names[2 * i] = name.getBytes(StandardCharsets.UTF_8);
            names[2 * i + 1] = (name + ":due").getBytes(StandardCharsets.UTF_8);
        }
        if (charge != null) {
            names[names.length - 1] = ("{" + prefix + "}:charge:" + charge).getBytes(StandardCharsets.UTF_8);
        }
        return names;
    }

    /** In which window or slot something is counted, as a {@link Hold.Part} has it. */
    long window(long slot) {
        return budget.isRolling() ? slot * from : from;
    }

    /** The slot of a time; 0 if there are none. */
    long slot(Instant at) {
        return budget.isRolling() ? Math.floorDiv(at.getEpochSecond(), from) : 0;
    }

    /** How long it is kept once its window is over, for holds that are settled late. */
    long keptMillis() {
        long period = budget.isRolling() ? from * to : to - from;
        return Math.min(period, 86_400) * 1_000;
    }

    /**
     * How it is.
     *
     * @param nowMicros the time
     * @param sinceMicros when the first was spent of what counts in one that rolls; 0 if nothing was
     */
    BudgetLevel level(long committed, long held, long nowMicros, long sinceMicros) {
        if (!budget.isRolling()) {
            return new BudgetLevel(
                    budget, key, committed, held, Instant.ofEpochSecond(from), Instant.ofEpochSecond(to));
        }
        Instant now = instant(nowMicros);
        Instant end = sinceMicros == 0 ? now : instant(sinceMicros).plusSeconds(from * (to + 1));
        return new BudgetLevel(budget, key, committed, held, now.minusSeconds(from * to), end);
    }

    private String name() {
        String window = budget.isRolling() ? "|" : "|" + from + "|";
        return budget.identity() + window + KeyText.of(key);
    }

    /** A time of the server's. */
    static Instant instant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000), Math.floorMod(micros, 1_000_000) * 1_000L);
    }
}
