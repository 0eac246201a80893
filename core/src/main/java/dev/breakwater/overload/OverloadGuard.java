/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.overload;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.overload.OverloadDecision.Outcome;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Refuses with 503 what is beyond the service's capacity, before it costs a rate limit's token. A request counts until it
 * has truly ended, asynchronous work included. Probes and preflights never come here: they are answered in an earlier
 * stage. Safe for use by many threads.
 */
public final class OverloadGuard implements Guard {
    private final OverloadPolicy policy;
    private final ConcurrencyLimiter limiter;
    private final Refusals refusals;
    private final OverloadDecision[] admitted;
    private final OverloadDecision[] shed;
    private final OverloadDecision[] wouldShed;

    private OverloadGuard(OverloadPolicy policy, ConcurrencyLimiter limiter) {
        this.policy = policy;
        this.limiter = limiter;
        refusals = new Refusals(policy.retryAfter());
        admitted = both(Outcome.ADMITTED);
        shed = both(Outcome.SHED);
        wouldShed = both(Outcome.WOULD_SHED);
    }

    /**
     * A guard.
     *
     * @param limiter counts what is in flight; must {@linkplain ConcurrencyLimiter#use use} the same policy
     */
    public static OverloadGuard of(OverloadPolicy policy, ConcurrencyLimiter limiter) {
        return new OverloadGuard(policy, limiter);
    }

    @Override
    public String name() {
        return "overload";
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        String path = exchange.path();
        if (policy.isExempt(path)) {
            return Verdict.proceed();
        }
        boolean critical = policy.isCritical(path);
        Permit permit = limiter.tryEnter(critical);
        if (permit != null) {
            return admit(permit, of(admitted, critical));
        }
        if (policy.isShadow()) {
            return admit(limiter.enter(critical), of(wouldShed, critical));
        }
        if (limiter.mayWait(critical)) {
            Turn turn = new Turn(critical);
            limiter.enterOrWait(turn);
            return Verdict.pending(turn.verdict);
        }
        return refusals.because(of(shed, critical));
    }

    private static Verdict.Proceed admit(Permit permit, OverloadDecision decision) {
        return new Verdict.Proceed(HeaderRules.none(), decision, permit);
    }

    private OverloadDecision[] both(Outcome outcome) {
        return new OverloadDecision[] {
            new OverloadDecision(outcome, false, 0, limiter), new OverloadDecision(outcome, true, 0, limiter)
        };
    }

    private static OverloadDecision of(OverloadDecision[] decisions, boolean critical) {
        return decisions[critical ? 1 : 0];
    }

    /** A request that waits. Whoever gives up on the verdict by cancelling it leaves the line. */
    private final class Turn extends Waiter {
        final CompletableFuture<Verdict> verdict = new CompletableFuture<>();

        Turn(boolean critical) {
            super(critical);
            CompletableFuture<Verdict> unused = verdict.whenComplete((ended, fault) -> {
                if (fault != null) {
                    limiter.leave(this);
                }
            });
        }

        @Override
        void ended(Outcome outcome, @Nullable Permit permit, long waitedNanos) {
            OverloadDecision decision = new OverloadDecision(outcome, isCritical(), waitedNanos, limiter);
            boolean isHeard = verdict.complete(permit == null ? refusals.because(decision) : admit(permit, decision));
            if (!isHeard && permit != null) {
                permit.release();
            }
        }
    }
}
