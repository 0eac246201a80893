/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.cost.budget.SettleAnswer.Crossing;
import dev.breakwater.cost.budget.SettleAnswer.Result;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What the script {@code budgets.lua} is asked and what it says, in bytes and numbers. */
final class BudgetTalk {
    /** The most that is counted: up to there all numbers of a script are exact. */
    static final long MOST = (1L << 53) - 1;

    private static final int ROLLING = 1;
    private static final int ENFORCED = 2;
    private static final int GIVEN = 4;
    private static final int CELL_BYTES = 1 + 7 * Double.BYTES;
    private static final int THRESHOLD_BYTES = 2 * Double.BYTES;
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    // Where things are in an answer.
    private static final int NOW = 0;
    private static final int RESULT = 1;
    private static final int TOKENS = 2;
    private static final int REFUSED_BY = 3;
    private static final int HOLD_HEAD = 4;
    private static final int HEAD = 2;
    private static final int CELL = 5;
    private static final int PASSED = 3;

    private BudgetTalk() {}

    /** Asks to hold as much as fits in all cells, or nothing. */
    static byte[] hold(HoldRequest request, List<BudgetCell> cells) {
        ByteBuffer question = start('H', cells, false);
        put(question, request.wantedTokens(), request.leastTokens(), micros(request.lease()));
        for (int i = 0; i < cells.size(); i++) {
            Claim claim = request.claims().get(i);
            BudgetCell cell = cells.get(i);
            put(question, cell, 0, request.lease().toMillis());
            put(question, claim.budget().limit(), claim.fixed(), claim.perToken());
        }
        return done(question);
    }

    /** Asks to replace a hold by what was spent. */
    static byte[] settle(List<BudgetCell> cells, long[] spent, boolean alerts) {
        return spend('S', cells, spent, new long[cells.size()], alerts);
    }

    /** Asks to commit what was spent, if the windows are those of now. */
    static byte[] charge(List<BudgetCell> cells, long[] spent) {
        ByteBuffer question = start('C', cells, true);
        for (int i = 0; i < cells.size(); i++) {
            put(question, cells.get(i), 0, 0);
            put(question, spent[i]);
            putThresholds(question, cells.get(i));
        }
        return done(question);
    }

    /** Asks to commit what was spent at that time, in windows that were its. */
    static byte[] charge(List<BudgetCell> cells, long[] spent, Instant at) {
        long[] slots = new long[cells.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = cells.get(i).slot(at);
        }
        return spend('C', cells, spent, slots, false);
    }

    /** Asks how cells are. */
    static byte[] look(List<BudgetCell> cells) {
        ByteBuffer question = start('L', cells, false);
        for (int i = 0; i < cells.size(); i++) {
            put(question, cells.get(i), 0, 0);
        }
        return done(question);
    }

    private static byte[] spend(char verb, List<BudgetCell> cells, long[] spent, long[] slots, boolean alerts) {
        ByteBuffer question = start(verb, cells, alerts);
        for (int i = 0; i < cells.size(); i++) {
            put(question, cells.get(i), GIVEN, 0);
            put(question, slots[i], spent[i]);
            if (alerts) {
                putThresholds(question, cells.get(i));
            } else {
                question.put((byte) 0);
            }
        }
        return done(question);
    }

    private static ByteBuffer start(char verb, List<BudgetCell> cells, boolean alerts) {
        int size = 1 + 3 * Double.BYTES + cells.size() * CELL_BYTES;
        for (int i = 0; alerts && i < cells.size(); i++) {
            size += cells.get(i).budget().alerts().size() * THRESHOLD_BYTES;
        }
        return ByteBuffer.allocate(size).put((byte) verb);
    }

    private static void put(ByteBuffer question, BudgetCell cell, int given, long leaseMillis) {
        boolean rolls = cell.budget().isRolling();
        boolean enforced = cell.budget().isEnforced();
        question.put((byte) ((rolls ? ROLLING : 0) | (enforced ? ENFORCED : 0) | given));
        put(question, cell.keptMillis() + leaseMillis, cell.from() * 1_000_000);
        put(question, rolls ? cell.to() : cell.to() * 1_000_000);
    }

    private static void putThresholds(ByteBuffer question, BudgetCell cell) {
        List<Integer> percents = cell.budget().alerts();
        question.put((byte) percents.size());
        for (int i = 0; i < percents.size(); i++) {
            put(question, percents.get(i), threshold(cell, percents.get(i)));
        }
    }

    /** The least amount that is so many per cent of the limit. */
    private static long threshold(BudgetCell cell, int percent) {
        return BigInteger.valueOf(cell.budget().limit())
                .multiply(BigInteger.valueOf(percent))
                .add(HUNDRED.subtract(BigInteger.ONE))
                .divide(HUNDRED)
                .min(BigInteger.valueOf(MOST))
                .longValueExact();
    }

    private static void put(ByteBuffer question, long... numbers) {
        for (long number : numbers) {
            question.putDouble((double) Math.min(number, MOST));
        }
    }

    private static byte[] done(ByteBuffer question) {
        byte[] bytes = new byte[question.flip().remaining()];
        question.get(bytes);
        return bytes;
    }

    private static long micros(Duration duration) {
        return Math.min(MOST / 2, duration.toMillis() * 1_000);
    }

    /** Whether nothing was done, since the windows are not those of the server's time. */
    static boolean hasPassed(long[] reply) {
        return reply[RESULT] == PASSED;
    }

    /** The time that was gone by, in microseconds. */
    static long nowMicros(long[] reply) {
        return reply[NOW];
    }

    /** What the script says to a request. */
    static HoldAnswer held(long[] reply, HoldRequest request, List<BudgetCell> cells) {
        if (reply[RESULT] == 0) {
            int index = (int) reply[REFUSED_BY] - 1;
            return new HoldAnswer.Exhausted(level(reply, HOLD_HEAD, index, cells));
        }
        List<Hold.Part> parts = new ArrayList<>(cells.size());
        List<BudgetLevel> exceeded = List.of();
        for (int i = 0; i < cells.size(); i++) {
            BudgetCell cell = cells.get(i);
            int at = HOLD_HEAD + CELL * i;
            long amount = amount(request.claims().get(i), reply[TOKENS]);
            parts.add(new Hold.Part(cell.budget(), cell.key(), cell.window(reply[at + 3]), amount));
            if (!cell.budget().isEnforced() && reply[at + 4] == 1) {
                exceeded = exceeded.isEmpty() ? new ArrayList<>() : exceeded;
                exceeded.add(cell.level(reply[at], reply[at + 1] - amount, reply[NOW], reply[at + 2]));
            }
        }
        Instant expiresAt = BudgetCell.instant(reply[NOW] + micros(request.lease()));
        return new HoldAnswer.Held(new Hold(request.id(), parts, reply[TOKENS], expiresAt), exceeded);
    }

    /** What the script says to a settlement or a charge. */
    static SettleAnswer settled(long[] reply, List<BudgetCell> cells) {
        List<Crossing> crossings = List.of();
        for (int i = 0; i < cells.size(); i++) {
            long told = reply[HEAD + CELL * i + 4];
            long committed = reply[HEAD + CELL * i];
            List<Integer> percents = cells.get(i).budget().alerts();
            for (int j = 0; reply[RESULT] != 0 && j < percents.size(); j++) {
                int percent = percents.get(j);
                if (percent > told && committed >= threshold(cells.get(i), percent)) {
                    crossings = crossings.isEmpty() ? new ArrayList<>() : crossings;
                    crossings.add(new Crossing(level(reply, HEAD, i, cells), percent));
                }
            }
        }
        return new SettleAnswer(result((int) reply[RESULT]), crossings);
    }

    /** How cells are, in their order. */
    static List<BudgetLevel> levels(long[] reply, List<BudgetCell> cells) {
        List<BudgetLevel> levels = new ArrayList<>(cells.size());
        for (int i = 0; i < cells.size(); i++) {
            levels.add(level(reply, HEAD, i, cells));
        }
        return levels;
    }

    private static BudgetLevel level(long[] reply, int head, int index, List<BudgetCell> cells) {
        int at = head + CELL * index;
        return cells.get(index).level(reply[at], reply[at + 1], reply[NOW], reply[at + 2]);
    }

    private static Result result(int number) {
        if (number == 0) {
            return Result.ALREADY;
        }
        return number == 1 ? Result.SETTLED : Result.CORRECTED;
    }

    // As the script has it: an enforced budget has room for it, and others stop counting there.
    private static long amount(Claim claim, long tokens) {
        try {
            return Math.min(MOST, claim.amount(tokens));
        } catch (ArithmeticException beyond) {
            return MOST;
        }
    }
}
