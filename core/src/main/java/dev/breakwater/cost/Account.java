/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.budget.Reservation;
import dev.breakwater.cost.budget.SettleAnswer;
import dev.breakwater.cost.budget.SpendCeiling;
import dev.breakwater.cost.ledger.Ledger;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.upstream.SpendRefusedException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one call may take and took: its reservation, and its rows in the ledger. Ended once, by whoever comes first. Safe for
 * use by many threads.
 */
final class Account {
    private static final Logger LOG = LoggerFactory.getLogger(LlmMeter.class);

    private static final TokenUsage NOTHING = TokenUsage.builder().build();

    private final Spending spending;
    private final LlmReading call;
    private @Nullable Reservation reservation;
    private List<Hold.Part> parts = List.of();
    private String id = "";
    private long nanoUsdHeld;
    private boolean ended;

    Account(Spending spending, LlmReading call) {
        this.spending = spending;
        this.call = call;
    }

    /**
     * Holds what the call can take in all its budgets. A hold that comes when nobody wants the call any more is released.
     *
     * @return fails with a {@link SpendRefusedException}, whatever went wrong: what nobody could hold for is not called
     */
    CompletableFuture<LlmReading> hold() {
        Budgets budgets = spending.budgets();
        if (budgets == null || budgets.isEmpty()) {
            return CompletableFuture.completedFuture(call);
        }
        CompletableFuture<LlmReading> leave = new CompletableFuture<>();
        try {
            CallBounds bounds = new CallBounds(spending, budgets, call);
            LlmRequest request = bounds.request();
            SpendCeiling ceiling = bounds.ceiling(request);
            CompletionStage<?> unused = reserve(budgets, request, ceiling)
                    .whenComplete((held, failure) -> answered(leave, held, failure, ceiling));
        } catch (Throwable failure) {
            leave.completeExceptionally(refusal(failure));
        }
        return leave;
    }

    private CompletionStage<Reservation> reserve(Budgets budgets, LlmRequest request, SpendCeiling ceiling) {
        long wanted = total(request, request.maxOutput());
        long least = request.leastOutput() == LlmRequest.UNLIMITED
                ? wanted
                : Math.min(wanted, total(request, request.leastOutput()));
        return budgets.reserve(ceiling, request.model(), call.exchange(), wanted, least);
    }

    private void answered(
            CompletableFuture<LlmReading> leave,
            @Nullable Reservation held,
            @Nullable Throwable failure,
            SpendCeiling ceiling) {
        if (held == null) {
            leave.completeExceptionally(refusal(failure));
            return;
        }
        try {
            holds(held, ceiling);
        } catch (Throwable fault) {
            release();
            leave.completeExceptionally(refusal(fault));
        }
        if (!leave.complete(call)) {
            release();
        }
    }

    private SpendRefusedException refusal(@Nullable Throwable failure) {
        Throwable cause = failure == null ? null : LlmMeter.unwrapped(failure);
        if (cause instanceof SpendRefusedException refused) {
            return refused;
        }
        if (cause instanceof ArithmeticException) {
            return new UnboundedSpendException("call to " + Shown.of(call.model())
                    + ": can cost more than can be counted (expected: less than 9.2 million dollars)");
        }
        LOG.error("The budgets of a call could not be asked, so that it is not made", cause);
        return new SpendRefusedException(
                "call to " + Shown.of(call.model()) + ": its budgets could not be asked", null);
    }

    private void holds(Reservation held, SpendCeiling ceiling) {
        synchronized (this) {
            reservation = held;
            parts = held.hold().parts();
            id = held.hold().id();
            nanoUsdHeld =
                    Math.addExact(ceiling.fixedNanoUsd(), Math.multiplyExact(ceiling.nanoUsdPerToken(), held.tokens()));
        }
        if (!spending.ledger().append(row(Event.HELD, null, null, null, 0))) {
            throw new SpendRefusedException(
                    "call to " + Shown.of(call.model())
                            + ": could not be entered in the ledger, and none is made unrecorded",
                    null);
        }
    }

    private static long total(LlmRequest request, long each) {
        return Math.multiplyExact(each, request.choices());
    }

    synchronized long maxOutput() {
        Reservation held = reservation;
        return held == null
                ? call.request().maxOutput()
                : held.tokens() / call.request().choices();
    }

    /** The call has ended, and may have cost something. */
    void settle(CallCost cost) {
        if (!end()) {
            return;
        }
        Reservation held = reservation;
        if (held == null) {
            charge(cost);
            append(ended(cost));
        } else {
            append(ended(cost), settle(held, cost));
        }
    }

    /** Whether it had not ended. Whoever ends it goes on alone, without the monitor. */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    private static CompletionStage<SettleAnswer> settle(Reservation held, CallCost cost) {
        long tokens = tokens(cost);
        if (tokens < 0) {
            return held.keep();
        }
        if (cost.usage().isEstimated()) {
            // More may have been made than was seen: thinking that is not shown, or what was under way.
            return held.keepAtLeast(cost.isPriced() ? cost.nanoUsd() : 0, tokens);
        }
        return cost.isPriced() ? held.settle(cost.nanoUsd(), tokens) : held.settleUnpriced(tokens);
    }

    private void charge(CallCost cost) {
        Budgets budgets = spending.budgets();
        long tokens = tokens(cost);
        if (budgets != null && !budgets.isEmpty() && tokens >= 0) {
            long nanoUsd = cost.isPriced() ? cost.nanoUsd() : 0;
            parts = budgets.charge(id(), nanoUsd, tokens, call.model(), call.exchange())
                    .parts();
        }
    }

    /** In and out; -1 if nobody knows, or nobody can count so many. */
    private static long tokens(CallCost cost) {
        if (!cost.usage().isKnown()) {
            return -1;
        }
        try {
            return Math.addExact(cost.usage().totalInput(), cost.usage().totalOutput());
        } catch (ArithmeticException tooMany) {
            return -1;
        }
    }

    @SuppressWarnings("ReferenceEquality") // There is one that keeps nothing.
    private @Nullable LedgerRow ended(CallCost cost) {
        return spending.ledger() == Ledger.NONE ? null : row(cost);
    }

    private LedgerRow row(CallCost cost) {
        if (!cost.isPriced() || tokens(cost) < 0) {
            return row(Event.UNKNOWN, cost.usage(), null, null, 0);
        }
        String edition = cost.price() == null ? null : call.prices().version();
        return row(Event.SETTLED, cost.usage(), edition, source(cost), cost.nanoUsd());
    }

    private static Source source(CallCost cost) {
        if (cost.isReported()) {
            return Source.PROVIDER;
        }
        return cost.isEstimated() ? Source.ESTIMATE : Source.PRICES;
    }

    /** The row as the store took the settlement; null if it knew of it. */
    private static @Nullable LedgerRow asAnswered(@Nullable LedgerRow row, @Nullable SettleAnswer answer) {
        if (row == null || answer == null) {
            return row;
        }
        return switch (answer.result()) {
            case ALREADY -> null;
            case CORRECTED -> corrected(row);
            // If the store cannot say, the cost is the same.
            case SETTLED, UNAVAILABLE -> row;
        };
    }

    private static LedgerRow corrected(LedgerRow row) {
        boolean free = row.event() == Event.RELEASED;
        return new LedgerRow(
                Event.CORRECTED,
                row.id(),
                row.callId(),
                row.attempt(),
                row.at(),
                row.begun(),
                row.provider(),
                row.requestModel(),
                free ? NOTHING : row.usage(),
                row.prices(),
                row.reservedNanoUsd(),
                row.nanoUsd(),
                free ? Source.PROVIDER : row.source(),
                row.parts(),
                row.expiresAt(),
                row.route(),
                row.requestId());
    }

    /** The call took nothing. */
    void release() {
        Reservation held = end() ? reservation : null;
        if (held != null) {
            append(row(Event.RELEASED, null, null, null, 0), held.release());
        }
    }

    private void append(@Nullable LedgerRow row, CompletionStage<SettleAnswer> settled) {
        CompletionStage<?> unused = settled.whenComplete((answer, unknown) -> append(asAnswered(row, answer)));
    }

    private void append(@Nullable LedgerRow row) {
        if (row != null) {
            // What it tells has happened, whether or not it can be kept.
            boolean unused = spending.ledger().append(row);
        }
    }

    private LedgerRow row(
            Event event, @Nullable TokenUsage usage, @Nullable String edition, @Nullable Source source, long nanoUsd) {
        Reservation held = reservation;
        Exchange exchange = call.exchange();
        LlmRequest request = call.request();
        return new LedgerRow(
                event,
                id(),
                request.callId(),
                request.attempt(),
                call.now(),
                call.begun(),
                request.api().provider(),
                request.model(),
                usage,
                edition,
                nanoUsdHeld,
                nanoUsd,
                source,
                parts,
                held == null ? null : held.hold().expiresAt(),
                exchange == null ? null : exchange.route(),
                exchange == null ? null : requestId(exchange));
    }

    private static @Nullable String requestId(Exchange exchange) {
        Correlation correlation = Correlation.of(exchange);
        return correlation == null ? null : correlation.requestId();
    }

    private String id() {
        if (id.isEmpty()) {
            id = UUID.randomUUID().toString();
        }
        return id;
    }
}
