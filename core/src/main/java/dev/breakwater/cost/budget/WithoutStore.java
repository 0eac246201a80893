/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.budget;

import dev.breakwater.cost.budget.Budget.OnStoreFailure;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a call while the store cannot say what is left, as its budgets have it: refused, or held in this instance's
 * share of them, or made. What it spends is counted in the store afterwards.
 */
final class WithoutStore {
    private final CarefulStore store;
    private final LocalBudgetStore shares;
    private final BudgetVoice voice;
    private final TimeSource time;

    WithoutStore(CarefulStore store, BudgetVoice voice, TimeSource time) {
        this.store = store;
        this.voice = voice;
        this.time = time;
        shares = new LocalBudgetStore(time);
    }

    CompletionStage<HoldAnswer> hold(HoldRequest request, String reason, @Nullable Exchange exchange) {
        Budget closed = null;
        List<Claim> local = new ArrayList<>();
        for (Claim claim : request.claims()) {
            Budget budget = claim.budget();
            voice.unavailable(budget, exchange);
            OnStoreFailure then = budget.isEnforced() ? budget.onStoreFailure() : OnStoreFailure.OPEN;
            closed = closed == null && then == OnStoreFailure.CLOSED ? budget : closed;
            if (then == OnStoreFailure.LOCAL) {
                local.add(share(claim));
            }
        }
        if (closed != null) {
            return CompletableFuture.failedFuture(new BudgetUnavailableException(closed.name(), reason));
        }
        return local.isEmpty()
                ? CompletableFuture.completedFuture(held(request, request.wantedTokens()))
                : shares.hold(with(request, local)).thenApply(answer -> whole(request, answer));
    }

    private Claim share(Claim claim) {
        int instances = Math.max(1, store.store().instances());
        Budget own = claim.budget().limitedTo(claim.budget().limit() / instances);
        return new Claim(own, claim.key(), claim.fixed(), claim.perToken());
    }

    private static HoldRequest with(HoldRequest request, List<Claim> claims) {
        return new HoldRequest(request.id(), claims, request.wantedTokens(), request.leastTokens(), request.lease());
    }

    private HoldAnswer whole(HoldRequest request, HoldAnswer answer) {
        return answer instanceof HoldAnswer.Held held
                ? held(request, held.hold().tokens())
                : answer;
    }

    private HoldAnswer held(HoldRequest request, long tokens) {
        Instant now = time.now();
        List<Hold.Part> parts = new ArrayList<>();
        for (Claim claim : request.claims()) {
            long window = BudgetWindows.windowAt(claim.budget(), now).start();
            parts.add(new Hold.Part(claim.budget(), claim.key(), window, Amounts.of(claim, tokens)));
        }
        return new HoldAnswer.Held(new Hold(request.id(), parts, tokens, now.plus(request.lease())), List.of());
    }

    /** Settles what was held here, and charges it where it should have been held. */
    CompletionStage<SettleAnswer> settle(Hold hold, long[] spent) {
        List<Claim> claims = new ArrayList<>();
        List<Long> local = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < spent.length; i++) {
            Hold.Part part = hold.parts().get(i);
            claims.add(new Claim(part.budget(), part.key(), Amounts.bounded(spent[i]), 0));
            any |= spent[i] > 0;
            if (part.budget().isEnforced() && part.budget().onStoreFailure() == OnStoreFailure.LOCAL) {
                local.add(spent[i]);
            }
        }
        CompletionStage<SettleAnswer> own =
                shares.settle(hold, local.stream().mapToLong(Long::longValue).toArray());
        return any ? store.charge(hold.id(), claims) : own;
    }

    void tidy() {
        List<Hold> unused = shares.expired();
    }
}
