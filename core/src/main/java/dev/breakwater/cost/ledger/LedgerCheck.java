/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a ledger's file, also while a process writes to it, and prints what it adds up to and what contradicts itself:
 *
 * <pre>java -cp ... dev.breakwater.cost.ledger.LedgerCheck FILE</pre>
 *
 * It ends with 0 if all is well, 1 if something contradicts itself, and 2 if the file cannot be read.
 */
public final class LedgerCheck {
    private final PrintStream out;
    private int contradictions;

    private LedgerCheck(PrintStream out) {
        this.out = out;
    }

    /** The command. */
    public static void main(String... arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        System.exit(run(out, arguments));
    }

    static int run(PrintStream out, String... arguments) {
        if (arguments.length != 1) {
            out.println("expected: the ledger's file");
            return 2;
        }
        try {
            return new LedgerCheck(out).check(Path.of(arguments[0]));
        } catch (IOException unreadable) {
            out.println("cannot be read: " + SafeText.of(unreadable.toString()));
            return 2;
        }
    }

    private int check(Path file) throws IOException {
        if (!Files.exists(file)) {
            out.println("no such file: " + SafeText.of(file.toString()));
            return 2;
        }
        LedgerReplay replay = LedgerReplay.read(file, ZoneOffset.UTC);
        out.println(replay);
        windows(replay.tally());
        out.print(SpendReport.of(replay.book(), SpendQuery.by(SpendDimension.MODEL))
                .toText());
        contradiction(replay.brokenLines(), "broken lines");
        contradiction(replay.duplicates(), "rows that tell what had been told");
        contradiction(replay.unopened(), "ends of holds that were never begun");
        out.println(contradictions == 0 ? "no contradictions" : contradictions + " contradictions");
        return contradictions == 0 ? 0 : 1;
    }

    private void windows(Tally tally) {
        Map<Slot, Long> held = tally.held();
        Map<Slot, Long> all = new TreeMap<>(
                Comparator.comparing(Slot::budget).thenComparing(Slot::key).thenComparingLong(Slot::window));
        all.putAll(tally.spent());
        held.forEach((slot, amount) -> all.putIfAbsent(slot, 0L));
        all.forEach((slot, spent) -> window(slot, spent, held.getOrDefault(slot, 0L), tally.limit(slot)));
    }

    private void window(Slot slot, long spent, long held, long limit) {
        out.println(SafeText.of(slot.budget()) + ' ' + SafeText.of(slot.key()) + " from "
                + Instant.ofEpochSecond(slot.window()) + ": " + spent + " spent, " + held + " held, limit " + limit);
        // A negative sum cannot be: nothing was ever given back that had not been counted.
        contradiction(spent < 0 ? 1 : 0, "windows of less than nothing");
    }

    private void contradiction(long count, String what) {
        if (count > 0) {
            contradictions++;
            out.println("contradiction: " + count + " " + what);
        }
    }
}
