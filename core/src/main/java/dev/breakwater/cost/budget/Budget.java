/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problems;
import java.time.DayOfWeek;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How much may be spent, by whom and in what time. Immutable. A rolling budget counts in sixty slots of its period, and
 * never lets more than its limit be spent in any span of that length; what was spent leaves it up to a slot late.
 *
 * <pre>
 * Budget daily = Budget.named("daily").limit("5.00 USD").period(Period.DAY).build();
 * Budget perUser = Budget.named("per-user").key(BudgetKey.USER).tokens(100_000).rolling(Period.HOUR).build();
 * </pre>
 */
public final class Budget {
    private final String name;
    private final BudgetKey key;
    private final Unit unit;
    private final long limit;
    private final Period period;
    private final boolean rolling;
    private final ZoneId zone;
    private final DayOfWeek weekStart;
    private final Month yearStart;
    private final Mode mode;
    private final List<Integer> alerts;
    private final OnStoreFailure onStoreFailure;
    private final String identity;

    private Budget(Builder builder) {
        name = builder.name;
        key = builder.key;
        unit = builder.unit;
        limit = builder.limit;
        period = builder.period;
        rolling = builder.rolling;
        zone = builder.zone;
        weekStart = builder.weekStart;
        yearStart = builder.yearStart;
        mode = builder.mode;
        alerts = builder.alerts;
        onStoreFailure = builder.onStoreFailure;
        identity = String.join(
                "|",
                name.toLowerCase(Locale.ROOT),
                key.toString(),
                unit == Unit.TOKENS ? "tokens" : "usd",
                rolling ? "rolling-" + period.text() : calendar());
    }

    // Only what decides where a window begins: a week's first day does not matter to a budget of days, and UTC goes by
    // many
    // names.
    private String calendar() {
        String start = switch (period) {
            case MINUTE, HOUR, DAY, MONTH -> "";
            case WEEK -> "-" + weekStart.name().toLowerCase(Locale.ROOT);
            case QUARTER, YEAR -> "-" + yearStart.name().toLowerCase(Locale.ROOT);
        };
        return period.text() + start + "|" + zone.normalized().getId();
    }

    private Budget(Budget other, long limit) {
        name = other.name;
        key = other.key;
        unit = other.unit;
        this.limit = limit;
        period = other.period;
        rolling = other.rolling;
        zone = other.zone;
        weekStart = other.weekStart;
        yearStart = other.yearStart;
        mode = other.mode;
        alerts = other.alerts;
        onStoreFailure = other.onStoreFailure;
        identity = other.identity;
    }

    /** What a budget counts. */
    public enum Unit {
        /** Money, in nano-dollars. */
        NANO_USD,
        /** Tokens, in and out. */
        TOKENS
    }

    /** What happens to calls while the store cannot say what is left. */
    public enum OnStoreFailure {
        /** They are refused. The default: money is closed. */
        CLOSED,
        /** Each instance counts by itself, up to its share of the limit. */
        LOCAL,
        /** They are made, and counted afterwards if that can be. */
        OPEN
    }

    /**
     * Begins a budget: global, for a day in UTC, enforced, with alerts at 50, 80 and 100 per cent.
     *
     * @param name its name in configuration, events and meters
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /**
     * Notes which of these budgets are named like an earlier one, without regard to case: counts are kept by name.
     *
     * @param problems paths are {@code [1].name}
     */
    public static void requireDistinct(List<Budget> budgets, Problems problems) {
        BudgetChecks.distinct(budgets, problems);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** What it is kept by. */
    public BudgetKey key() {
        return key;
    }

    /** What it counts. */
    public Unit unit() {
        return unit;
    }

    /** How much of that, for each key and window. */
    public long limit() {
        return limit;
    }

    /** How long it lasts. */
    public Period period() {
        return period;
    }

    /** Whether the period is the last one at any moment, and not one of the calendar. */
    public boolean isRolling() {
        return rolling;
    }

    /** Whose calendar it follows. */
    public ZoneId zone() {
        return zone;
    }

    /** The first day of its weeks. */
    public DayOfWeek weekStart() {
        return weekStart;
    }

    /** The first month of its years and quarters. */
    public Month yearStart() {
        return yearStart;
    }

    /** Whether it refuses, or only tells what it would have refused. */
    public Mode mode() {
        return mode;
    }

    /** Shares of the limit in per cent, ascending, at which to tell. */
    public List<Integer> alerts() {
        return alerts;
    }

    /** What happens while the store cannot say what is left. */
    public OnStoreFailure onStoreFailure() {
        return onStoreFailure;
    }

    /** Whether it refuses calls, and does not only say what it would have refused. */
    public boolean isEnforced() {
        return mode == Mode.ENFORCE;
    }

    /**
     * What stores keep its counts by: its name and all that decides what is counted in which window, so that a change of the
     * limit, the mode or the alerts goes on with what was counted. Holds no secrets.
     */
    public String identity() {
        return identity;
    }

    /** The same budget with another limit, of at least nothing: one instance's share of it. */
    Budget limitedTo(long share) {
        return new Budget(this, share);
    }

    /** The name and the limit. */
    @Override
    public String toString() {
        return name + ": " + SpendLimit.text(unit, limit) + " per " + period.text() + " and " + key;
    }

    /** Puts a budget together. Not for use by several threads. */
    public static final class Builder {
        private final String name;
        private BudgetKey key = BudgetKey.GLOBAL;
        private Unit unit = Unit.NANO_USD;
        private long limit = 5_000_000_000L;
        private Period period = Period.DAY;
        private boolean rolling;
        private boolean ofCalendar;
        private ZoneId zone = ZoneOffset.UTC;
        private DayOfWeek weekStart = DayOfWeek.MONDAY;
        private Month yearStart = Month.JANUARY;
        private Mode mode = Mode.ENFORCE;
        private List<Integer> alerts = List.of(50, 80, 100);
        private OnStoreFailure onStoreFailure = OnStoreFailure.CLOSED;
        private final Problems unreadable = new Problems();

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** What it is kept by; global by default. */
        public Builder key(BudgetKey value) {
            key = value;
            return this;
        }

        /** The same as text: {@code user}, {@code attribute:tenant+model}. */
        public Builder key(String text) {
            BudgetKey read = BudgetKey.parse(text, "key", unreadable);
            return read == null ? this : key(read);
        }

        /** How much, as text: {@code 5.00 USD} or {@code 100000 tokens}. */
        public Builder limit(String text) {
            SpendLimit read = SpendLimit.parse(text, "limit", unreadable);
            return read == null ? this : limit(read);
        }

        /** How much. */
        public Builder limit(SpendLimit value) {
            unit = value.unit();
            limit = value.amount();
            return this;
        }

        /** How much money, in nano-dollars; 5 dollars by default, at most 9 million. */
        public Builder nanoUsd(long amount) {
            unit = Unit.NANO_USD;
            limit = amount;
            return this;
        }

        /** How many tokens, in and out. */
        public Builder tokens(long count) {
            unit = Unit.TOKENS;
            limit = count;
            return this;
        }

        /** One of the calendar; a day by default. */
        public Builder period(Period value) {
            period = value;
            rolling = false;
            return this;
        }

        /** The last so and so much time at any moment. */
        public Builder rolling(Period value) {
            period = value;
            rolling = true;
            return this;
        }

        /** Whose calendar it follows; UTC by default. Not with {@link #rolling}, as the next two. */
        public Builder zone(ZoneId value) {
            zone = value;
            ofCalendar = true;
            return this;
        }

        /** The first day of its weeks; Monday by default (ISO 8601). */
        public Builder weekStart(DayOfWeek value) {
            weekStart = value;
            ofCalendar = true;
            return this;
        }

        /** The first month of its years and quarters; January by default. */
        public Builder yearStart(Month value) {
            yearStart = value;
            ofCalendar = true;
            return this;
        }

        /** Whether it refuses; by default it does. */
        public Builder mode(Mode value) {
            mode = value;
            return this;
        }

        /** Shares of the limit in per cent at which to tell, 1 to 1000; 50, 80 and 100 by default, none if empty. */
        public Builder alerts(List<Integer> percents) {
            alerts = percents.stream().sorted().distinct().toList();
            return this;
        }

        /** What happens while the store cannot say what is left; closed by default. */
        public Builder onStoreFailure(OnStoreFailure value) {
            onStoreFailure = value;
            return this;
        }

        /**
         * The budget.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with everything that is wrong with it
         */
        public Budget build() {
            Problems problems = new Problems();
            BudgetChecks checks = new BudgetChecks(problems);
            checks.name(name);
            unreadable.all().forEach(problems::add);
            checks.limit(unit, limit);
            checks.calendar(rolling, ofCalendar);
            checks.alerts(alerts);
            problems.throwIfInvalid();
            return new Budget(this);
        }
    }
}
