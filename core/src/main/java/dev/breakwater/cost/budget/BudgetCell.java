/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is counted for one key of a budget, window by window. All methods but {@link #together} are for threads that hold its
 * monitor. Those of several cells are taken in the order of {@link #order}, so that nobody waits in a circle.
 */
final class BudgetCell {
    /** The order of cells that nobody else has. */
    static final long STAND_IN = Long.MAX_VALUE;

    private static final int MOST_PERCENT = 1000;

    private final long order;
    private @Nullable Count newest;
    private boolean gone;

    BudgetCell(long order) {
        this.order = order;
    }

    private static final class Count {
        final BudgetWindow window;

        @Nullable
        Count older;

        long committed;
        long held;

        @Nullable
        BitSet told;

        Count(BudgetWindow window, @Nullable Count older) {
            this.window = window;
            this.older = older;
        }
    }

    /** Sorts cells into the order in which their monitors are taken. */
    static BudgetCell[] sorted(BudgetCell[] cells) {
        if (cells.length < 2) {
            return cells;
        }
        BudgetCell[] sorted = cells.clone();
        for (int i = 1; i < sorted.length; i++) {
            BudgetCell cell = sorted[i];
            int at = i;
            for (; at > 0 && sorted[at - 1].order > cell.order; at--) {
                sorted[at] = sorted[at - 1];
            }
            sorted[at] = cell;
        }
        return sorted;
    }

    /** Does something as the only one who sees any of these cells. */
    static <T extends @Nullable Object> T together(BudgetCell[] sorted, Supplier<T> work) {
        return together(sorted, 0, work);
    }

    private static <T extends @Nullable Object> T together(BudgetCell[] sorted, int from, Supplier<T> work) {
        if (from == sorted.length) {
            return work.get();
        }
        synchronized (sorted[from]) {
            return together(sorted, from + 1, work);
        }
    }

    static boolean anyGone(BudgetCell[] cells) {
        for (BudgetCell cell : cells) {
            if (cell.gone) {
                return true;
            }
        }
        return false;
    }

    /** What is spent in the window. */
    long committed(BudgetWindow window) {
        long sum = 0;
        for (Count count = newest; count != null && reaches(count, window); count = count.older) {
            sum = counts(count, window) ? Amounts.add(sum, count.committed) : sum;
        }
        return sum;
    }

    /** What is held in the window. */
    long held(BudgetWindow window) {
        long sum = 0;
        for (Count count = newest; count != null && reaches(count, window); count = count.older) {
            sum = counts(count, window) ? Amounts.add(sum, count.held) : sum;
        }
        return sum;
    }

    private static boolean reaches(Count count, BudgetWindow window) {
        return count.window.start() >= window.from();
    }

    // Slots that lie ahead, because the clock has stepped back, count as well: they are of the same span of time.
    private static boolean counts(Count count, BudgetWindow window) {
        return window.before() > 0 || count.window.start() == window.start();
    }

    void hold(BudgetWindow window, long amount) {
        Count count = count(window);
        count.held = Amounts.add(count.held, amount);
    }

    void release(BudgetWindow window, long amount) {
        count(window).held -= amount;
    }

    void spend(BudgetWindow window, long amount) {
        Count count = count(window);
        count.committed = Amounts.add(count.committed, amount);
    }

    /** Takes back what was counted as spent; nothing if the window is gone. */
    void correct(BudgetWindow window, long amount) {
        Count count = find(window.start());
        if (count != null) {
            count.committed = Math.max(0, count.committed - amount);
        }
    }

    private @Nullable Count find(long start) {
        Count count = newest;
        while (count != null && count.window.start() > start) {
            count = count.older;
        }
        return count != null && count.window.start() == start ? count : null;
    }

    private Count count(BudgetWindow window) {
        Count newer = null;
        Count count = newest;
        while (count != null && count.window.start() > window.start()) {
            newer = count;
            count = count.older;
        }
        if (count != null && count.window.start() == window.start()) {
            return count;
        }
        Count added = new Count(window, count);
        if (newer == null) {
            newest = added;
        } else {
            newer.older = added;
        }
        forget(window.start());
        return added;
    }

    /** How the budget is in the window. */
    BudgetLevel level(Budget budget, String key, BudgetWindow window, Instant now) {
        return level(budget, key, window, now, committed(window), held(window));
    }

    private BudgetLevel level(Budget budget, String key, BudgetWindow window, Instant now, long committed, long held) {
        return window.before() == 0
                ? new BudgetLevel(
                        budget,
                        key,
                        committed,
                        held,
                        Instant.ofEpochSecond(window.start()),
                        Instant.ofEpochSecond(window.end()))
                : new BudgetLevel(
                        budget,
                        key,
                        committed,
                        held,
                        now.minusSeconds(BudgetWindows.seconds(budget.period())),
                        relief(window, now));
    }

    /** When the oldest of what counts leaves a rolling window. */
    private Instant relief(BudgetWindow window, Instant now) {
        Instant relief = now;
        for (Count count = newest; count != null && reaches(count, window); count = count.older) {
            if (counts(count, window) && (count.committed > 0 || count.held > 0)) {
                relief = Instant.ofEpochSecond(count.window.over());
            }
        }
        return relief;
    }

    /** Adds the thresholds that are reached in the window and were not told before, and takes them as told. */
    void crossings(Budget budget, String key, BudgetWindow window, Instant now, List<SettleAnswer.Crossing> found) {
        List<Integer> alerts = budget.alerts();
        long committed = alerts.isEmpty() ? 0 : committed(window);
        if (committed == 0) {
            return;
        }
        long reached = Amounts.percent(committed, budget.limit());
        for (int i = 0; i < alerts.size(); i++) {
            int percent = alerts.get(i);
            if (percent <= reached && tell(window, percent)) {
                found.add(new SettleAnswer.Crossing(level(budget, key, window, now), percent));
            }
        }
    }

    /** Takes a threshold as told in this window; false if it was before. */
    boolean tell(BudgetWindow window, int percent) {
        for (Count count = newest; count != null && reaches(count, window); count = count.older) {
            if (count.told != null && counts(count, window) && count.told.get(percent)) {
                return false;
            }
        }
        Count count = count(window);
        if (count.told == null) {
            count.told = new BitSet(MOST_PERCENT + 1);
        }
        count.told.set(percent);
        return true;
    }

    // Windows that are over and in which nothing is held. If the clock steps back, slots that lie ahead count, so only
    // the
    // calendar's windows are to be there again.
    private void forget(long second) {
        List<Count> kept = new ArrayList<>();
        for (Count count = newest; count != null; count = count.older) {
            if (count.held > 0 || second < count.window.forgotten()) {
                kept.add(count);
            }
        }
        newest = null;
        for (int i = kept.size() - 1; i >= 0; i--) {
            kept.get(i).older = newest;
            newest = kept.get(i);
        }
    }

    /** Forgets all if nothing of it matters any more; whoever finds this cell looks for another one then. */
    boolean leave(long second) {
        forget(second);
        for (Count count = newest; count != null; count = count.older) {
            if (count.committed > 0 || count.held > 0) {
                return false;
            }
        }
        gone = true;
        return true;
    }
}
