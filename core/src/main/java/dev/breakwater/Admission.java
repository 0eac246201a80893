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
import java.util.Arrays;
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

    // As many as an ordinary chain has for an ordinary request.
    private static final int MOST_TAKEN = 10;

    private final Breakwater chain;
    private final Exchange exchange;

    // The verdicts that had rules or a completion, in their order: one array where two lists would be filled and grow.
    private Verdict.Proceed[] taken;
    private int count;

    // Whether anyone but the thread that admits the request can have this. Until then nothing needs a lock.
    private boolean shared;
    private @Nullable HeaderRules rules;
    private @Nullable Reply reply;
    private boolean identified;
    private @Nullable Outcome ended;
    private @Nullable PausedVisit paused;
    private @Nullable CompletableFuture<Admission> followed;

    Admission(Breakwater chain, Exchange exchange) {
        this.chain = chain;
        this.exchange = exchange;
        taken = new Verdict.Proceed[Math.min(chain.size(), MOST_TAKEN)];
    }

    /** The request. */
    public Exchange exchange() {
        return exchange;
    }

    /**
     * Whether no verdict is pending: only then are {@link #reply()} and {@link #headerRules()} final for now. A verdict that
     * has arrived is taken in by this thread, which visits the guards behind it.
     */
    public boolean isDecided() {
        for (PausedVisit at = paused; at != null && at.arrival.isDone(); at = paused) {
            resume(at);
        }
        return paused == null && (followed == null || followed.isDone());
    }

    /**
     * For adapters that must not block: completes with this admission once it is decided. Never fails. The guards behind a
     * pending verdict are visited on the thread that brings it.
     */
    public CompletionStage<Admission> whenDecided() {
        return isDecided() ? CompletableFuture.completedStage(this) : follow().minimalCompletionStage();
    }

    /**
     * For adapters that may block: waits until it is decided. What is waited for has a deadline of its own. The guards
     * behind a pending verdict are visited on this thread: whoever brings verdicts, as a connection to a store does, serves
     * other requests, and a guard may take its time.
     */
    public Admission await() {
        for (PausedVisit at = paused; at != null; at = paused) {
            at.join();
            resume(at);
        }
        if (followed != null) {
            followed.join();
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
            joined = HeaderRules.joined(count, i -> taken[i].rules());
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
            visit(chain.identityGuards(), 0, true);
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
        Verdict.Proceed[] all;
        int last;
        synchronized (this) {
            if (ended != null) {
                return false;
            }
            ended = outcome;
            all = taken;
            last = count - 1;
        }
        for (int i = last; i >= 0; i--) {
            run(all[i].completion(), outcome);
        }
        chain.publish(new Completed(outcome), exchange);
        if (paused != null) {
            CompletableFuture<Admission> unused = follow();
        }
        return true;
    }

    private void run(@Nullable Completion completion, Outcome outcome) {
        if (completion == null) {
            return;
        }
        try {
            completion.completed(exchange, outcome);
        } catch (Throwable fault) {
            chain.completionFailed(fault);
        }
    }

    /** The first admission point. */
    Admission admit(ChainedGuard[] guards) {
        visit(guards, 0, false);
        shared = true;
        return this;
    }

    private void visit(ChainedGuard[] guards, int from, boolean identity) {
        for (int i = from; i < guards.length && reply == null; i++) {
            if (!visited(guards, i, identity)) {
                return;
            }
        }
    }

    /** Goes on where a verdict was awaited, unless somebody else does. */
    private void resume(PausedVisit at) {
        synchronized (this) {
            if (paused != at) {
                return;
            }
            paused = null;
        }
        try {
            settle(at.guard(), at.verdict(), at.fault());
        } finally {
            // Whatever happens, the others are visited, and whoever waits does not wait for ever.
            visit(at.guards, at.index + 1, at.identity);
        }
    }

    /** Goes on by itself, on the threads that bring the verdicts. */
    private CompletableFuture<Admission> follow() {
        CompletableFuture<Admission> end = followed;
        if (end == null || end.isDone()) {
            end = new CompletableFuture<>();
            followed = end;
            follow(end);
        }
        return end;
    }

    private void follow(CompletableFuture<Admission> end) {
        PausedVisit at = paused;
        if (at == null) {
            end.complete(this);
            return;
        }
        CompletableFuture<?> unused = at.arrival.whenComplete((value, fault) -> {
            try {
                resume(at);
            } finally {
                follow(end);
            }
        });
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
        paused = new PausedVisit(guards, index, identity, verdict);
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
            take(proceed);
            decided(proceed.decision());
        } else if (verdict instanceof Verdict.Respond respond) {
            take(Verdict.proceed(respond.rules()));
            reply = respond.reply();
            decided(respond.decision());
        }
    }

    private void take(Verdict.Proceed verdict) {
        if (verdict.rules().size() == 0 && verdict.completion() == null) {
            return;
        }
        rules = null;
        if (!shared) {
            add(verdict);
            return;
        }
        Outcome late;
        synchronized (this) {
            late = ended;
            add(verdict);
        }
        // A verdict may arrive when the client has long gone: what it lets in must still end.
        if (late != null) {
            run(verdict.completion(), late);
        }
    }

    private void add(Verdict.Proceed verdict) {
        if (count == taken.length) {
            taken = Arrays.copyOf(taken, count + 4);
        }
        taken[count++] = verdict;
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
