/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.ProblemDetail;
import dev.breakwater.exchange.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the chain made of one request: the header rules that stand over its response, the reply if it was refused or
 * answered, and what runs at its end. Belongs to one request; {@link #complete} may be called from any thread, the rest
 * follows the request from thread to thread.
 */
public final class Admission {
    private static final Reply GUARD_FAILED = Reply.problem(ProblemDetail.of(
                    "about:blank", "Service Unavailable", 503, "The request could not be checked. Try again later."))
            .with("Retry-After", "5");

    private final Breakwater chain;
    private final Exchange exchange;
    private final List<Completion> completions = new ArrayList<>(4);
    private final List<HeaderRules> laidDown = new ArrayList<>(6);
    private @Nullable HeaderRules rules;
    private @Nullable Reply reply;
    private boolean identified;
    private @Nullable Outcome ended;
    private @Nullable CompletableFuture<Admission> waiting;

    Admission(Breakwater chain, Exchange exchange) {
        this.chain = chain;
        this.exchange = exchange;
    }

    /** The request. */
    public Exchange exchange() {
        return exchange;
    }

    /** Whether no verdict is pending: only then are {@link #reply()} and {@link #headerRules()} final for now. */
    public boolean isDecided() {
        return waiting == null || waiting.isDone();
    }

    /** For adapters that must not block: completes with this admission once it is decided. Never fails. */
    public CompletionStage<Admission> whenDecided() {
        return waiting == null ? CompletableFuture.completedStage(this) : waiting.minimalCompletionStage();
    }

    /** For adapters that may block: waits until it is decided. What is waited for has a deadline of its own. */
    public Admission await() {
        if (waiting != null) {
            waiting.join();
        }
        return this;
    }

    /** The answer to give instead of calling the application, or null if the request may go on. */
    public @Nullable Reply reply() {
        return reply;
    }

    /** The rules that stand over the response, whoever writes it, with what the exchange was amended by. */
    public HeaderRules headerRules() {
        HeaderRules joined = rules;
        if (joined == null) {
            joined = HeaderRules.joined(laidDown);
            rules = joined;
        }
        HeaderRules amendments = exchange.amendments();
        return amendments.size() == 0 ? joined : joined.and(amendments);
    }

    /**
     * The second admission point: the user is known now. Does nothing the second time, nor if the request has already
     * been answered.
     */
    public Admission identify() {
        if (!identified && reply == null) {
            identified = true;
            visit(chain.identityGuards(), true);
        }
        return this;
    }

    /**
     * The request has truly ended. Runs the completions, the innermost guard's first, and tells the observers. Only the
     * first call does anything.
     *
     * @return whether this was the first call
     */
    public boolean complete(Outcome outcome) {
        synchronized (completions) {
            if (ended != null) {
                return false;
            }
            ended = outcome;
        }
        for (int i = completions.size() - 1; i >= 0; i--) {
            run(completions.get(i), outcome);
        }
        chain.publish(new Completed(outcome), exchange);
        return true;
    }

    // A verdict may arrive when the client has long gone: what it lets in must still end.
    private void runAtTheEnd(Completion completion) {
        Outcome late;
        synchronized (completions) {
            late = ended;
            if (late == null) {
                completions.add(completion);
            }
        }
        if (late != null) {
            run(completion, late);
        }
    }

    private void run(Completion completion, Outcome outcome) {
        try {
            completion.completed(exchange, outcome);
        } catch (Throwable fault) {
            chain.completionFailed(fault);
        }
    }

    void visit(ChainedGuard[] guards, boolean identity) {
        visit(guards, 0, identity);
    }

    private void visit(ChainedGuard[] guards, int from, boolean identity) {
        for (int i = from; i < guards.length && reply == null; i++) {
            if (!visited(guards, i, identity)) {
                return;
            }
        }
        CompletableFuture<Admission> waited = waiting;
        if (waited != null) {
            waited.complete(this);
        }
    }

    /** Visits one guard; false if its verdict is pending and the rest of the visit goes on when it arrives. */
    private boolean visited(ChainedGuard[] guards, int index, boolean identity) {
        ChainedGuard guard = guards[index];
        try {
            Verdict verdict = Objects.requireNonNull(
                    identity
                            ? guard.guard().inspectIdentified(exchange)
                            : guard.guard().inspect(exchange),
                    "verdict");
            if (verdict instanceof Verdict.Pending pending) {
                return arrived(guards, index, identity, pending.verdict().toCompletableFuture());
            }
            fold(verdict);
        } catch (Throwable fault) {
            failed(guard, fault);
        }
        return true;
    }

    private boolean arrived(
            ChainedGuard[] guards, int index, boolean identity, CompletableFuture<? extends Verdict> verdict) {
        if (verdict.isDone()) {
            settle(guards[index], verdict.join(), null);
            return true;
        }
        if (waiting == null || waiting.isDone()) {
            waiting = new CompletableFuture<>();
        }
        CompletableFuture<?> unused = verdict.whenComplete((value, fault) -> {
            try {
                settle(guards[index], value, fault);
            } finally {
                // Whatever happens, whoever waits must not wait for ever.
                visit(guards, index + 1, identity);
            }
        });
        return false;
    }

    private void settle(ChainedGuard guard, @Nullable Verdict verdict, @Nullable Throwable fault) {
        if (verdict == null || verdict instanceof Verdict.Pending) {
            failed(guard, fault == null ? new IllegalStateException("a pending verdict led to no verdict") : fault);
        } else {
            fold(verdict);
        }
    }

    private void fold(Verdict verdict) {
        if (verdict instanceof Verdict.Proceed proceed) {
            layDown(proceed.rules());
            if (proceed.completion() != null) {
                runAtTheEnd(proceed.completion());
            }
            decided(proceed.decision());
        } else if (verdict instanceof Verdict.Respond respond) {
            layDown(respond.rules());
            reply = respond.reply();
            decided(respond.decision());
        }
    }

    // Joined when they are asked for: one copy for all guards in place of one for each.
    private void layDown(HeaderRules more) {
        if (more.size() > 0) {
            laidDown.add(more);
            rules = null;
        }
    }

    private void decided(@Nullable Decision decision) {
        if (decision != null) {
            chain.publish(decision, exchange);
        }
    }

    private void failed(ChainedGuard guard, Throwable fault) {
        chain.guardFailed(guard, fault, exchange);
        if (guard.failureMode() == FailureMode.CLOSED && reply == null) {
            reply = GUARD_FAILED;
        }
    }
}
