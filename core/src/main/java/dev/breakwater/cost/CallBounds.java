/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.SpendCeiling;
import dev.breakwater.cost.price.CostCeiling;
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmRequest;
import org.jspecify.annotations.Nullable;

/**
 * What one call can take at most. Where nobody can say, the call is refused, unless all its budgets are shadows: these count
 * what they can.
 */
final class CallBounds {
    private final Spending spending;
    private final Budgets budgets;
    private final LlmReading call;

    CallBounds(Spending spending, Budgets budgets, LlmReading call) {
        this.spending = spending;
        this.budgets = budgets;
        this.call = call;
    }

    /**
     * The call's request, with what is assumed where it does not say.
     *
     * @throws UnboundedSpendException if nothing may be assumed
     */
    LlmRequest request() {
        LlmRequest request = call.request();
        if (budgets.areEnforced()) {
            requireBounded(request);
        }
        LlmRequest.Builder bounded = request.toBuilder();
        if (request.maxOutput() == LlmRequest.UNLIMITED) {
            bounded.maxOutput(unsaid(request));
        }
        long assumed = Math.multiplyExact(request.unbounded().size(), spending.assumedTokens());
        return bounded.inputTokens(Math.addExact(request.inputTokens(), assumed))
                .build();
    }

    private void requireBounded(LlmRequest request) {
        if (!request.uncountable().isEmpty()) {
            throw new UnboundedSpendException(name() + ": what " + Shown.of(request.uncountable())
                    + " asks for cannot be known (expected: a body of bytes or a text, in JSON that says each thing once,"
                    + " with a whole number of answers, and max_uses for a search)");
        }
        if (!request.unbounded().isEmpty() && spending.assumedTokens() == 0) {
            throw new UnboundedSpendException(name() + ": what " + Shown.of(request.unbounded())
                    + " takes cannot be known before (expected: only bounded parts while there is a budget, or a number"
                    + " of tokens to hold for each in cost.assumed-tokens)");
        }
    }

    /** What is held for an answer without a limit: all that the model can say, if nobody can be told to stop it before. */
    private long unsaid(LlmRequest request) {
        Price price = request.leastOutput() == LlmRequest.UNLIMITED ? price(request) : null;
        long most = price == null ? LlmRequest.UNLIMITED : price.maxOutput();
        return most == LlmRequest.UNLIMITED ? spending.assumedOutput() : most;
    }

    /**
     * What such a request takes at most.
     *
     * @throws UnboundedSpendException if money is limited, and there is no price for it
     */
    SpendCeiling ceiling(LlmRequest request) {
        Price price = price(request);
        Pricing covered = price == null ? Pricing.UNKNOWN_MODEL : price.covers(request);
        if (price != null && covered == Pricing.PRICED) {
            CostCeiling cost = price.ceiling(request);
            return new SpendCeiling(cost.fixedNanoUsd(), cost.nanoUsdPerToken(), request.inputTokens());
        }
        if (budgets.limitMoney() && isDenied(price)) {
            throw unpriced(covered);
        }
        return new SpendCeiling(0, 0, request.inputTokens());
    }

    /** What a known model has no price for is never let through uncounted. */
    private boolean isDenied(@Nullable Price price) {
        return price != null || spending.unknownModel() == UnknownModel.DENY;
    }

    private UnboundedSpendException unpriced(Pricing covered) {
        return new UnboundedSpendException(
                covered == Pricing.UNKNOWN_MODEL
                        ? name() + " of " + call.api().provider()
                                + ": has no price (expected: one in the price book while there is a budget of money; add it to"
                                + " cost.prices, or set cost.unknown-model to track)"
                        : name() + ": " + covered
                                + " (expected: a tier, speed, region and searches that the price book has prices for)");
    }

    private @Nullable Price price(LlmRequest request) {
        return call.prices().find(request.api().provider(), request.model(), call.begun());
    }

    private String name() {
        return "call to " + Shown.of(call.model());
    }
}
