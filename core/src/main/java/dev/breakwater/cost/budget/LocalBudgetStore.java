/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts budgets in memory, exactly. Answers at once, on the calling thread. Each key of a budget has a monitor of its own; a
 * call takes those of its budgets in one order, so calls wait for each other only where they share a key, and then for less
 * than a microsecond. Safe for use by many threads.
 *
 * <p>Memory is bounded by the number of keys. A key goes when nothing was spent for it in a window that still counts and
 * nothing is held. If all keys there may be are in use, calls for further ones are {@link HoldAnswer.Unavailable}, which the
 * budget's {@link Budget.OnStoreFailure} decides: what was spent is never forgotten to make room.
 *
 * <p>Counts do not outlive the process by themselves: the {@code restore} methods take what a ledger has kept, before the
 * first call.
 */
public final class LocalBudgetStore implements BudgetStore {
    /** How many keys all budgets may have together if nothing else is said. */
    public static final int DEFAULT_MAX_KEYS = 1_000_000;

    private static final SettleAnswer ALREADY = new SettleAnswer(SettleAnswer.Result.ALREADY, List.of());

    private final StoreClock clock;
    private final BudgetCells cells;
    private final OpenHolds holds = new OpenHolds();
    private final ChargedIds charged = new ChargedIds();
    private final Replay replay;

    /** A store without counts, for up to {@value #DEFAULT_MAX_KEYS} keys. */
    public LocalBudgetStore(TimeSource time) {
        this(time, DEFAULT_MAX_KEYS);
    }

    /**
     * A store without counts.
     *
     * @param maxKeys how many keys all budgets may have together, 1 or more; about 250 bytes each
     */
    public LocalBudgetStore(TimeSource time, int maxKeys) {
        if (maxKeys < 1) {
            throw new IllegalArgumentException("maxKeys: " + maxKeys + " (expected: 1 or more)");
        }
        clock = new StoreClock(time);
        cells = new BudgetCells(maxKeys);
        replay = new Replay(clock, cells, holds);
    }

    @Override
    public CompletionStage<HoldAnswer> hold(HoldRequest request) {
        return CompletableFuture.completedFuture(answer(request));
    }

    private HoldAnswer answer(HoldRequest request) {
        OpenHold before = holds.find(request.id());
        if (before != null) {
            return new HoldAnswer.Held(before.hold(), List.of());
        }
        Instant now = clock.now();
        while (true) {
            Places places = Places.of(request.claims(), cells, now);
            if (places == null) {
                return new HoldAnswer.Unavailable(full());
            }
            HoldAnswer answer = BudgetCell.together(
                    places.sorted(), () -> BudgetCell.anyGone(places.cells()) ? null : hold(request, places, now));
            if (answer != null) {
                return answer;
            }
        }
    }

    private String full() {
        return "all " + cells.most() + " keys that budgets may have are in use";
    }

    private HoldAnswer hold(HoldRequest request, Places places, Instant now) {
        List<Claim> claims = request.claims();
        long tokens = request.wantedTokens();
        int tightest = -1;
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            long fits = claim.budget().isEnforced() ? fitting(claim, places, i) : Long.MAX_VALUE;
            if (fits < tokens) {
                tokens = fits;
                tightest = i;
            }
        }
        return tokens < request.leastTokens()
                ? new HoldAnswer.Exhausted(places.level(claims.get(tightest), tightest, now))
                : held(request, tokens, places, now);
    }

    /** How much output fits into what is left; -1 if not even the fixed part does. */
    private static long fitting(Claim claim, Places places, int i) {
        long left = claim.budget().limit() - places.used(i);
        if (claim.fixed() > Math.max(left, 0)) {
            return -1;
        }
        return claim.perToken() == 0 ? Long.MAX_VALUE : Math.max(left - claim.fixed(), 0) / claim.perToken();
    }

    private HoldAnswer held(HoldRequest request, long tokens, Places places, Instant now) {
        List<Hold.Part> parts = new ArrayList<>(request.claims().size());
        List<BudgetLevel> exceeded = List.of();
        for (int i = 0; i < request.claims().size(); i++) {
            Claim claim = request.claims().get(i);
            long amount = Amounts.of(claim, tokens);
            parts.add(new Hold.Part(claim.budget(), claim.key(), places.windows()[i].start(), amount));
            if (!claim.budget().isEnforced() && amount > claim.budget().limit() - places.used(i)) {
                exceeded = exceeded.isEmpty() ? new ArrayList<>() : exceeded;
                exceeded.add(places.level(claim, i, now));
            }
        }
        Hold hold = new Hold(request.id(), parts, tokens, now.plus(request.lease()));
        OpenHold open = new OpenHold(hold, places.cells(), places.sorted(), places.windows());
        open.take();
        holds.add(open);
        return new HoldAnswer.Held(hold, exceeded);
    }

    @Override
    public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
        OpenHold open = holds.find(hold.id());
        return CompletableFuture.completedFuture(open == null ? ALREADY : settle(open, spent, clock.now()));
    }

    private SettleAnswer settle(OpenHold open, long[] spent, Instant now) {
        SettleAnswer answer = BudgetCell.together(open.sorted(), () -> open.settle(spent, now));
        holds.remove(open.hold().id());
        return answer;
    }

    @Override
    public CompletionStage<SettleAnswer> charge(String id, List<Claim> spent) {
        Instant now = clock.now();
        OpenHold open = holds.find(id);
        if (open != null) {
            return settle(open.hold(), spent.stream().mapToLong(Claim::fixed).toArray());
        }
        SettleAnswer answer = charged.add(id, now.getEpochSecond()) ? charge(id, spent, now) : ALREADY;
        return CompletableFuture.completedFuture(answer);
    }

    private SettleAnswer charge(String id, List<Claim> spent, Instant now) {
        while (true) {
            Places places = Places.of(spent, cells, now);
            if (places == null) {
                charged.remove(id);
                return new SettleAnswer(SettleAnswer.Result.UNAVAILABLE, List.of());
            }
            SettleAnswer answer = BudgetCell.together(
                    places.sorted(), () -> BudgetCell.anyGone(places.cells()) ? null : charge(spent, places, now));
            if (answer != null) {
                return answer;
            }
        }
    }

    private static SettleAnswer charge(List<Claim> spent, Places places, Instant now) {
        List<SettleAnswer.Crossing> found = new ArrayList<>(0);
        for (int i = 0; i < spent.size(); i++) {
            Claim claim = spent.get(i);
            BudgetWindow window = places.windows()[i];
            places.cells()[i].spend(window, Amounts.bounded(claim.fixed()));
            places.cells()[i].crossings(claim.budget(), claim.key(), window, now, found);
        }
        return new SettleAnswer(SettleAnswer.Result.SETTLED, found);
    }

    @Override
    public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
        Instant now = clock.now();
        holds.expire(now);
        while (true) {
            Places places = Places.seen(keys, cells, now);
            List<BudgetLevel> levels = BudgetCell.together(
                    places.sorted(), () -> places.isChanged(keys, cells) ? null : places.levels(keys, now));
            if (levels != null) {
                return CompletableFuture.completedFuture(levels);
            }
        }
    }

    @Override
    public CompletionStage<List<BudgetLevel>> largest(Budget budget, int most) {
        Instant now = clock.now();
        holds.expire(now);
        BudgetCells.Book book = cells.book(budget);
        BudgetWindow window = book.windowAt(budget, now);
        PriorityQueue<BudgetLevel> found = new PriorityQueue<>(LARGEST_LAST);
        for (Map.Entry<String, BudgetCell> entry : book.cells().entrySet()) {
            found.add(level(budget, entry.getKey(), entry.getValue(), window, now));
            if (found.size() > most) {
                found.poll();
            }
        }
        return CompletableFuture.completedFuture(
                found.stream().sorted(LARGEST_LAST.reversed()).toList());
    }

    private static final Comparator<BudgetLevel> LARGEST_LAST =
            Comparator.comparingLong(level -> Amounts.add(level.committed(), level.held()));

    private static BudgetLevel level(Budget budget, String key, BudgetCell cell, BudgetWindow window, Instant now) {
        synchronized (cell) {
            return cell.level(budget, key, window, now);
        }
    }

    /**
     * Lets holds expire whose lease is over, and drops what does not count any more. To be called every few seconds.
     *
     * @return holds that have expired since this was last called, each once: all that they held counts as spent
     */
    public List<Hold> expired() {
        Instant now = clock.now();
        holds.expire(now);
        holds.forget(now);
        cells.tidy(now.getEpochSecond());
        return holds.takeExpired();
    }

    /** Thresholds that were crossed because a hold has expired, each told once. */
    List<SettleAnswer.Crossing> crossings(Hold hold) {
        OpenHold late = holds.find(hold.id());
        Instant now = clock.now();
        return late == null ? List.of() : BudgetCell.together(late.sorted(), () -> late.crossings(now));
    }

    /**
     * Takes a hold as it was before a restart. One whose lease is over expires at the next look, and is told by
     * {@link #expired}.
     *
     * @return false if a hold of this name is there already, and this one is not taken
     */
    public boolean restoreHeld(Hold hold) {
        if (holds.find(hold.id()) != null) {
            return false;
        }
        OpenHold unused = replay.hold(hold);
        return true;
    }

    /** The same for one that was told to have expired before the restart, and can still be corrected. */
    public void restoreOrphaned(Hold hold) {
        if (holds.find(hold.id()) == null) {
            holds.expire(replay.hold(hold), false);
        }
    }

    /**
     * Takes what a settled call has spent. If the call's hold was restored before, it is settled.
     *
     * @param spent for each part of the hold, in its order
     */
    public void restoreSettled(Hold hold, long[] spent) {
        OpenHold open = holds.find(hold.id());
        if (open != null) {
            settle(open, spent, clock.now());
            return;
        }
        for (int i = 0; i < hold.parts().size(); i++) {
            Hold.Part part = hold.parts().get(i);
            replay.spend(part, i < spent.length ? spent[i] : part.amount());
        }
    }

    /** Takes what was charged without a hold. */
    public void restoreCharged(List<Hold.Part> parts) {
        for (Hold.Part part : parts) {
            replay.spend(part, part.amount());
        }
    }

    /**
     * Takes a threshold as told in a window.
     *
     * @param window the window's first second
     */
    public void restoreAlerted(Budget budget, String key, long window, int percent) {
        replay.tell(budget, key, window, percent);
    }

    /** How many keys it counts for. */
    public int keys() {
        return cells.count();
    }

    /** How many holds wait for their settlement. */
    public int open() {
        return holds.count();
    }
}
