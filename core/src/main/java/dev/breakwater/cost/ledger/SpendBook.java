/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.ledger.LedgerRow.Event;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sums of what was spent by day, provider, model, route and budget key. Bounded: of a day that has too many different ones
 * the rest falls together as {@value #OTHER}, and so do, all in all, the oldest days; no sum ever loses anything. A call
 * belongs to the day on which it began, like its budgets. Safe for use by many threads.
 */
public final class SpendBook {
    /** What the lines of a report are called that have fallen together. */
    public static final String OTHER = "(other)";

    private static final int MOST_OF_A_DAY = 2_000;
    private static final int MOST = 20_000;

    private final ZoneId zone;
    private final int mostOfADay;
    private final int most;
    private final TreeMap<LocalDate, Day> days = new TreeMap<>();
    private final Hours hours = new Hours();
    private int cells;
    private long dayFrom;
    private long dayTo;
    private @Nullable Day today;

    /**
     * Empty.
     *
     * @param zone whose days it counts by
     */
    public SpendBook(ZoneId zone) {
        this(zone, MOST_OF_A_DAY, MOST);
    }

    SpendBook(ZoneId zone, int mostOfADay, int most) {
        this.zone = zone;
        this.mostOfADay = mostOfADay;
        this.most = most;
    }

    /** What a call was. */
    record Kind(String provider, String model, @Nullable String route) {
        static final Kind REST = new Kind(OTHER, OTHER, OTHER);
    }

    /** Whose budget it counts in. */
    record Holder(String budget, String key) {
        static final Holder REST = new Holder(OTHER, OTHER);
    }

    private static final class Day {
        private final Map<Kind, Spend> kinds = new HashMap<>();
        private final Map<Holder, Spend> holders = new HashMap<>();

        private int cells() {
            return kinds.size() + holders.size();
        }
    }

    /** Whose days it counts by. */
    public ZoneId zone() {
        return zone;
    }

    /** Counts a row. A hold counts nothing, nor does one that was released. */
    public void add(LedgerRow row) {
        add(Entry.of(row));
    }

    synchronized void add(Entry entry) {
        LedgerRow row = entry.row();
        if (row.event() == Event.HELD || row.event() == Event.RELEASED) {
            return;
        }
        Spend spend = SpendOfRow.of(entry);
        Day day = day(row.begun());
        int before = day.cells();
        add(day, new Kind(row.provider(), row.requestModel(), row.route()), spend);
        for (Share share : entry.shares()) {
            add(day, new Holder(share.slot().name(), share.slot().key()), spend);
        }
        hours.add(row.begun(), spend);
        grown(day.cells() - before);
    }

    private Day day(Instant begun) {
        long second = begun.getEpochSecond();
        Day known = today;
        if (known != null && second >= dayFrom && second < dayTo) {
            return known;
        }
        LocalDate date = begun.atZone(zone).toLocalDate();
        dayFrom = date.atStartOfDay(zone).toEpochSecond();
        dayTo = date.plusDays(1).atStartOfDay(zone).toEpochSecond();
        Day found = days.computeIfAbsent(date, absent -> new Day());
        today = found;
        return found;
    }

    private void add(Day day, Kind kind, Spend spend) {
        boolean fits = day.kinds.containsKey(kind) || day.kinds.size() < mostOfADay;
        day.kinds.merge(fits ? kind : Kind.REST, spend, Spend::plus);
    }

    private void add(Day day, Holder holder, Spend spend) {
        boolean fits = day.holders.containsKey(holder) || day.holders.size() < mostOfADay;
        day.holders.merge(fits ? holder : Holder.REST, spend, Spend::plus);
    }

    private void grown(int by) {
        cells += by;
        if (cells > most) {
            days.values().stream().filter(SpendBook::canShrink).findFirst().ifPresent(this::shrink);
        }
    }

    private static boolean canShrink(Day day) {
        return day.kinds.size() > 1 || day.holders.size() > 1;
    }

    private void shrink(Day day) {
        cells -= day.cells();
        Spend kinds = total(day.kinds);
        Spend holders = total(day.holders);
        day.kinds.clear();
        day.holders.clear();
        day.kinds.put(Kind.REST, kinds);
        if (!holders.equals(Spend.NONE)) {
            day.holders.put(Holder.REST, holders);
        }
        cells += day.cells();
    }

    private static Spend total(Map<?, Spend> cells) {
        return cells.values().stream().reduce(Spend.NONE, Spend::plus);
    }

    /** What was spent in all, on the days that are asked for. */
    synchronized Spend total(Predicate<LocalDate> included) {
        Spend[] total = {Spend.NONE};
        eachKind(included, (date, kind, spend) -> total[0] = total[0].plus(spend));
        return total[0];
    }

    /** The same by one of the dimensions, in the order of its names. */
    synchronized Map<String, Spend> lines(SpendDimension by, Predicate<LocalDate> included) {
        Map<String, Spend> lines = new TreeMap<>();
        if (by == SpendDimension.BUDGET) {
            eachHolder(included, (date, holder, spend) -> lines.merge(name(holder), spend, Spend::plus));
        } else {
            eachKind(included, (date, kind, spend) -> lines.merge(name(by, date, kind), spend, Spend::plus));
        }
        return lines;
    }

    private static String name(Holder holder) {
        return holder.equals(Holder.REST) ? OTHER : holder.budget() + ": " + holder.key();
    }

    private static String name(SpendDimension by, LocalDate date, Kind kind) {
        return switch (by) {
            case DAY -> date.toString();
            case PROVIDER -> kind.provider();
            case MODEL -> kind.equals(Kind.REST) ? OTHER : kind.provider() + "/" + kind.model();
            case ROUTE -> kind.route() == null ? "(none)" : kind.route();
            case BUDGET -> throw new IllegalArgumentException("budget (expected: what a call is)");
        };
    }

    /** Takes one cell of a day. */
    interface CellConsumer<K> {
        void take(LocalDate date, K kind, Spend spend);
    }

    synchronized void eachKind(Predicate<LocalDate> included, CellConsumer<Kind> to) {
        days.forEach((date, day) -> {
            if (included.test(date)) {
                day.kinds.forEach((kind, spend) -> to.take(date, kind, spend));
            }
        });
    }

    synchronized void eachHolder(Predicate<LocalDate> included, CellConsumer<Holder> to) {
        days.forEach((date, day) -> {
            if (included.test(date)) {
                day.holders.forEach((holder, spend) -> to.take(date, holder, spend));
            }
        });
    }

    synchronized void eachHour(BiConsumer<Instant, Spend> to) {
        hours.each(to);
    }

    /** Puts a sum back that was written down. */
    synchronized void carry(LocalDate date, Kind kind, Spend spend) {
        Day day = days.computeIfAbsent(date, absent -> new Day());
        int before = day.cells();
        add(day, kind, spend);
        grown(day.cells() - before);
    }

    /** Puts a sum back that was written down. */
    synchronized void carry(LocalDate date, Holder holder, Spend spend) {
        Day day = days.computeIfAbsent(date, absent -> new Day());
        int before = day.cells();
        add(day, holder, spend);
        grown(day.cells() - before);
    }

    /** Puts a sum back that was written down. */
    synchronized void carryHour(Instant hour, Spend spend) {
        hours.add(hour, spend);
    }

    /** How spending spreads over the week; null while too little is known. */
    synchronized @Nullable WeekShape weekShape(Instant now) {
        return hours.shape(now);
    }

    /** How many different sums it holds. */
    synchronized int size() {
        return cells;
    }

    /** The days that are known, in order. */
    synchronized List<LocalDate> days() {
        return List.copyOf(days.keySet());
    }
}
