/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.BudgetStore;
import dev.breakwater.cost.budget.Claim;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.HoldAnswer;
import dev.breakwater.cost.budget.HoldRequest;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.exchange.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Budgets in Redis, shared by all instances of a service that have the same {@code redis.key-prefix}. Safe for use by many
 * threads, never blocks, and never fails: what goes wrong is an answer that says so.
 *
 * <p><b>Exact.</b> A script holds in all budgets of a call or in none, and nobody sees anything in between: what is
 * committed and what is held never exceed an enforced limit together because of a hold, however many instances ask. Amounts
 * are integers up to 2^53 - 1, some 9 million dollars, which is more than any limit; there counts stop.
 *
 * <p><b>One round trip</b> for a hold, a settlement, a charge or a look, whatever the number of budgets. Refusals and looks
 * write nothing.
 *
 * <p><b>The clock</b> is that of the Redis server; those of the instances do not matter. An instance works out windows for
 * the time that it believes the server has, and the script does nothing if that is not the window of the moment in which it
 * runs: then the instance asks once more, for the window that the server's clock names. So a hold is in a window exactly if
 * the server was in it, to the microsecond, and only the first question after a boundary costs a second round trip.
 *
 * <p><b>Leases.</b> A hold that nobody settles moves to what is committed when its lease is over, at the next touch of its
 * budget. A settlement that comes after that corrects it, as long as the window is kept: for its own length and at most a day
 * after it has ended.
 *
 * <p><b>When Redis is away</b> holds are {@link HoldAnswer.Unavailable} at once. If a question was sent and no answer came,
 * its hold may be there nevertheless; it is given back as soon as Redis is back. So are settlements and charges that Redis
 * was not told of: up to {@value Backlog#MOST} of them are told in the background. They change nothing if they were done
 * before; for a charge that is so for an hour, after which one that may have been counted is not told again.
 *
 * <p><b>Keys</b> are <code>{PREFIX}:budget:IDENTITY|START|KEY</code>, a hash, and the same with <code>:due</code>, a
 * sorted set of what is held. Because of the braces all budgets of a service are in one slot of a cluster, {@code
 * redis.spread} or not.
 */
public final class RedisBudgetStore implements BudgetStore {
    private static final Script<long[]> BUDGETS = Script.named("budgets.lua");
    private static final byte[] TIME_OF_REDIS = {'0'};
    private static final SettleAnswer UNAVAILABLE = new SettleAnswer(SettleAnswer.Result.UNAVAILABLE, List.of());
    private static final Fault UNSTEADY =
            new Fault(Fault.Kind.QUESTION, "its clock moved on by a window each time it was asked");
    // One for a window that has passed, and one for another that passes meanwhile.
    private static final int MOST_TURNS = 3;
    // Less than the hour for which Redis knows what was charged.
    private static final long CHARGE_KNOWN_NANOS = TimeUnit.MINUTES.toNanos(55);
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final Link link;
    private final String prefix;
    private final TimeSource time;
    private final LongSupplier micros;
    private final ServerClock clock = new ServerClock();
    private final long settledNanos;
    private final Backlog backlog;

    RedisBudgetStore(Link link, RedisSettings settings, TimeSource time) {
        this(link, settings, time, () -> 0);
    }

    /**
     * A store whose budgets go by another clock than that of Redis.
     *
     * @param micros that clock, in microseconds; 0 for that of Redis
     */
    RedisBudgetStore(Link link, RedisSettings settings, TimeSource time, LongSupplier micros) {
        this.link = link;
        this.time = time;
        this.micros = micros;
        prefix = settings.keyPrefix();
        // After that no question that was given up is acted on, even if the server's clock is a little off.
        settledNanos = 2 * settings.timeout().toNanos();
        backlog = new Backlog(link, time);
    }

    @Override
    public CompletionStage<HoldAnswer> hold(HoldRequest request) {
        Question question =
                new Question(request.claims(), request.id(), false, cells -> BudgetTalk.hold(request, cells));
        return question.ask()
                .thenApply(reply -> BudgetTalk.held(reply, request, question.cells))
                .exceptionally(fault -> {
                    giveBack(question, fault);
                    return new HoldAnswer.Unavailable(reason(fault));
                });
    }

    @Override
    public CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
        List<BudgetCell> cells = BudgetCell.of(hold);
        long[] amounts = amounts(hold, spent);
        return call(cells, hold.id(), false, BudgetTalk.settle(cells, amounts, true))
                .thenApply(reply -> BudgetTalk.settled(reply, cells))
                .exceptionally(fault -> {
                    later(cells, hold.id(), false, BudgetTalk.settle(cells, amounts, false), 0, FOREVER_NANOS);
                    return UNAVAILABLE;
                });
    }

    @Override
    public CompletionStage<SettleAnswer> charge(String id, List<Claim> claims) {
        long[] spent = claims.stream().mapToLong(Claim::fixed).toArray();
        Question question = new Question(claims, id, true, cells -> BudgetTalk.charge(cells, spent));
        return question.ask()
                .thenApply(reply -> BudgetTalk.settled(reply, question.cells))
                .exceptionally(fault -> {
                    chargeLater(question, spent, fault);
                    return UNAVAILABLE;
                });
    }

    @Override
    public CompletionStage<List<BudgetLevel>> levels(List<Claim> keys) {
        Question question = new Question(keys, "", false, BudgetTalk::look);
        return question.ask().thenApply(reply -> BudgetTalk.levels(reply, question.cells));
    }

    /** It does, in the window in which it was charged, and knows for how long a charge can be told without counting twice. */
    @Override
    public boolean retells() {
        return true;
    }

    /** How many instances there are, or were within the last 15 seconds that Redis was heard. */
    @Override
    public int instances() {
        return link.instances();
    }

    /** How much Redis is still to be told, since it was away. */
    int untold() {
        return backlog.size();
    }

    /** Tells Redis nothing any more of what it could not be told. */
    @Override
    public void close() {
        backlog.close();
    }

    // Nobody knows whether it is held. If not, this changes nothing.
    private void giveBack(Question question, Throwable fault) {
        if (wasAsked(fault)) {
            byte[] release = BudgetTalk.settle(question.cells, new long[question.cells.size()], false);
            later(question.cells, question.id, false, release, settledNanos, FOREVER_NANOS);
        }
    }

    // In the window in which it may have been counted already.
    private void chargeLater(Question question, long[] spent, Throwable fault) {
        byte[] charge = BudgetTalk.charge(question.cells, spent, question.at);
        later(question.cells, question.id, true, charge, 0, wasAsked(fault) ? CHARGE_KNOWN_NANOS : FOREVER_NANOS);
    }

    private void later(List<BudgetCell> cells, String id, boolean charges, byte[] question, long after, long within) {
        long now = time.nanoTime();
        backlog.add(new Backlog.Item(() -> call(cells, id, charges, question), now + after, now + within));
    }

    private CompletableFuture<long[]> call(List<BudgetCell> cells, String id, boolean charges, byte[] question) {
        long override = micros.getAsLong();
        byte[] now = override == 0 ? TIME_OF_REDIS : Long.toString(override).getBytes(StandardCharsets.US_ASCII);
        long asked = time.nanoTime();
        byte[][] keys = BudgetCell.names(prefix, cells, charges ? id : null);
        CompletableFuture<long[]> reply = link.call(BUDGETS, keys, now, id.getBytes(StandardCharsets.UTF_8), question);
        return override != 0
                ? reply
                : reply.thenApply(numbers -> {
                    clock.learn(BudgetTalk.nowMicros(numbers), asked, time.nanoTime());
                    return numbers;
                });
    }

    private Instant now() {
        long override = micros.getAsLong();
        long known = override != 0 ? override : clock.at(time.nanoTime());
        return known == 0 ? time.now() : BudgetCell.instant(known);
    }

    private static boolean wasAsked(Throwable fault) {
        return cause(fault) instanceof RedisAwayException away && away.asked();
    }

    private static String reason(Throwable fault) {
        Throwable cause = cause(fault);
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static Throwable cause(Throwable fault) {
        return fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    }

    // Of what is not said all that was held counts.
    private static long[] amounts(Hold hold, long[] spent) {
        long[] amounts = new long[hold.parts().size()];
        for (int i = 0; i < amounts.length; i++) {
            amounts[i] = Math.max(
                    0, i < spent.length ? spent[i] : hold.parts().get(i).amount());
        }
        return amounts;
    }

    /** What is asked about the windows of now, whatever time the server says that is. */
    private final class Question {
        private final List<Claim> claims;
        private final String id;
        private final boolean charges;
        private final Function<List<BudgetCell>, byte[]> text;

        // Those of the last attempt; its answer comes after it.
        private volatile List<BudgetCell> cells = List.of();
        private volatile Instant at = Instant.EPOCH;

        Question(List<Claim> claims, String id, boolean charges, Function<List<BudgetCell>, byte[]> text) {
            this.claims = claims;
            this.id = id;
            this.charges = charges;
            this.text = text;
        }

        CompletableFuture<long[]> ask() {
            return ask(now(), MOST_TURNS);
        }

        private CompletableFuture<long[]> ask(Instant now, int turns) {
            at = now;
            cells = BudgetCell.of(claims, now);
            return call(cells, id, charges, text.apply(cells)).thenCompose(reply -> {
                if (!BudgetTalk.hasPassed(reply)) {
                    return CompletableFuture.completedFuture(reply);
                }
                return turns > 1
                        ? ask(BudgetCell.instant(BudgetTalk.nowMicros(reply)), turns - 1)
                        : CompletableFuture.failedFuture(new RedisAwayException(UNSTEADY));
            });
        }
    }
}
