/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that checks price files and lists those of their prices that someone should look up again:
 *
 * <pre>
 * java -cp ... dev.breakwater.cost.price.Prices [FILE...] [--stale-after=45d]
 * </pre>
 *
 * <p>A file can also be {@code bundled}, which it is if none is given. Each line has, between tabs: provider, model, from,
 * to, the day of the last check, how many days ago that was, {@code uncertain} if a part is not confirmed, and the source.
 * Ends with status 0 if no price is stale, 1 if one is, 2 if a file has a fault or the command is not understood.
 */
public final class Prices {
    private static final String STALE_AFTER = "--stale-after=";
    private static final int DEFAULT_DAYS = 45;
    private static final int FRESH = 0;
    private static final int STALE = 1;
    private static final int FAULTY = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final LocalDate today;
    private final List<String> locations = new ArrayList<>();
    private int days = DEFAULT_DAYS;

    private Prices(PrintStream out, PrintStream err, LocalDate today) {
        this.out = out;
        this.err = err;
        this.today = today;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] arguments) {
        LocalDate today = LocalDate.ofInstant(TimeSource.system().now(), ZoneOffset.UTC);
        System.exit(run(arguments, System.out, System.err, today));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err, LocalDate today) {
        return new Prices(out, err, today).run(arguments);
    }

    private int run(String[] arguments) {
        for (String argument : arguments) {
            if (!understands(argument)) {
                err.println(argument + ": not understood (expected: files, and --stale-after=45d)");
                return FAULTY;
            }
        }
        try {
            return list(PriceBookSource.of(locations.isEmpty() ? List.of("bundled") : locations)
                    .current());
        } catch (InvalidPolicyException invalid) {
            invalid.problems().forEach(err::println);
            return FAULTY;
        }
    }

    private boolean understands(String argument) {
        if (argument.startsWith(STALE_AFTER)) {
            days = days(argument.substring(STALE_AFTER.length()));
            return days >= 0;
        }
        return !argument.startsWith("-") && locations.add(argument);
    }

    /** The days of {@code 45d}; -1 if it is not that. */
    private static int days(String text) {
        try {
            return text.endsWith("d") ? Integer.parseInt(text.substring(0, text.length() - 1)) : -1;
        } catch (NumberFormatException notWhole) {
            return -1;
        }
    }

    private int list(PriceBook book) {
        List<Price> stale = book.staleAt(today, Duration.ofDays(days));
        for (Price price : stale) {
            out.println(String.join(
                    "\t",
                    price.provider(),
                    price.model(),
                    price.from().toString(),
                    price.to() == null ? "-" : price.to().toString(),
                    price.checked().toString(),
                    ChronoUnit.DAYS.between(price.checked(), today) + "d",
                    price.isUncertain() ? "uncertain" : "-",
                    price.source()));
        }
        err.println("Prices " + book.version() + ": " + stale.size() + " of "
                + book.prices().size() + " were checked more than " + days + " days ago");
        return stale.isEmpty() ? FRESH : STALE;
    }
}
