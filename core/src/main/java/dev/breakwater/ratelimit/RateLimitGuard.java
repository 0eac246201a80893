/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.Slot;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Charges requests and refuses those beyond a limit: 429, {@code Retry-After} and a problem document (RFC 6585, RFC 9457).
 * Every response lists all policies that apply to it. Safe for use by many threads.
 *
 * <p>Whom a policy with the key {@code user} charges is known only at the second admission point. Until then the first
 * key of its list that the request has is charged, so that requests that authentication refuses are limited too. Where a
 * user turns up, that charge is given back and the user's bucket is charged; if it refuses, everything the request was
 * charged is given back. A list of {@code user} alone charges nobody before.
 *
 * <p>If the guard itself fails, requests pass, unless a policy says {@link OnStoreFailure#CLOSED}.
 */
public final class RateLimitGuard implements Guard {
    private static final Slot<Reservation> FIRST = Slot.of("rate-limit", Reservation.class);

    private final RateLimiter limiter;
    private final RateLimitFields fields;
    private final CallerReader callers;
    private final Refusals refusals;
    private final RateLimitPolicy[] all;
    private final RateLimitPolicy[] byUser;
    private final FailureMode failureMode;
    private final List<Problem> warnings;

    private RateLimitGuard(Builder builder, RateLimitPolicies policies, List<Problem> warnings) {
        RateLimitStore store = builder.store == null ? Bucket4jStore.of(builder.time) : builder.store;
        limiter = RateLimiter.of(store, builder.time);
        fields = builder.fields;
        callers = new CallerReader(policies.all(), builder.verifier, builder.apiKeyHeader, builder.time);
        refusals = new Refusals(policies);
        all = policies.all().toArray(RateLimitPolicy[]::new);
        byUser = policies.byUser();
        failureMode = policies.all().stream().anyMatch(policy -> policy.onStoreFailure() == OnStoreFailure.CLOSED)
                ? FailureMode.CLOSED
                : FailureMode.OPEN;
        this.warnings = warnings;
    }

    /** Begins a guard. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String name() {
        return "rate-limit";
    }

    @Override
    public Stage stage() {
        return Stage.LIMIT;
    }

    @Override
    public FailureMode failureMode() {
        return failureMode;
    }

    /** The policies, in the order in which they were given. */
    public List<RateLimitPolicy> policies() {
        return List.of(all);
    }

    /** What is doubtful about the policies and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        Charges charges = new Charges();
        boolean open = false;
        for (RateLimitPolicy policy : all) {
            if (policy.requests().matches(exchange.method(), exchange.path())) {
                open |= charge(policy, exchange, charges);
            }
        }
        boolean undecided = open;
        return verdict(charges.list(), decision -> first(decision, undecided, exchange));
    }

    /** Charges whoever is known by now; whether that may change when the user is known. */
    private boolean charge(RateLimitPolicy policy, Exchange exchange, Charges charges) {
        if (!policy.needsIdentity()) {
            charges.add(policy, callers.read(policy, exchange));
            return false;
        }
        CallerId known = callers.find(policy, exchange);
        if (known != null) {
            charges.add(policy, known);
        }
        return known == null || !policy.isSettledBy(known.key());
    }

    private Verdict first(RateLimitDecision decision, boolean open, Exchange exchange) {
        if (!decision.isAllowed()) {
            return refused(decision);
        }
        if (needsIdentity()) {
            exchange.put(FIRST, new Reservation(decision, open));
        }
        return new Verdict.Proceed(open ? fields.provisional(decision) : fields.rules(decision), decision, null);
    }

    @Override
    public boolean needsIdentity() {
        return byUser.length > 0;
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        Reservation first = exchange.get(FIRST);
        if (first != null && !first.open()) {
            return Verdict.proceed();
        }
        List<Charge> due = due(first, exchange);
        if (due.isEmpty()) {
            return first == null ? Verdict.proceed() : Verdict.proceed(fields.rules(first.decision()));
        }
        return verdict(due, decision -> second(decision, first, due));
    }

    /** What the first point has not charged, or not to the right caller. */
    private List<Charge> due(@Nullable Reservation first, Exchange exchange) {
        Charges due = new Charges();
        for (RateLimitPolicy policy : byUser) {
            if (policy.requests().matches(exchange.method(), exchange.path())) {
                CallerId charged = first == null ? null : first.charged(policy);
                CallerId caller = charged == null
                        ? callers.read(policy, exchange)
                        : callers.identified(policy, charged, exchange);
                if (!caller.equals(charged)) {
                    due.add(policy, caller);
                }
            }
        }
        return due.list();
    }

    private Verdict second(RateLimitDecision decision, @Nullable Reservation first, List<Charge> due) {
        if (first == null || decision.outcome() == RateLimitDecision.Outcome.UNAVAILABLE) {
            giveBack(first);
            return decision.isAllowed() ? admitted(decision) : refused(decision);
        }
        RateLimitDecision joined = first.joined(decision, due);
        if (!decision.isAllowed()) {
            giveBack(first);
            return refused(joined);
        }
        limiter.refund(first.decision(), first.movedBy(due));
        return admitted(joined);
    }

    private void giveBack(@Nullable Reservation first) {
        if (first != null) {
            limiter.refund(first.decision());
        }
    }

    private Verdict verdict(List<Charge> charges, Function<RateLimitDecision, Verdict> conclusion) {
        if (charges.isEmpty()) {
            return Verdict.proceed();
        }
        CompletionStage<RateLimitDecision> decision = limiter.decide(charges);
        CompletableFuture<RateLimitDecision> future = decision.toCompletableFuture();
        return future.isDone() ? conclusion.apply(future.join()) : Verdict.pending(decision.thenApply(conclusion));
    }

    private Verdict admitted(RateLimitDecision decision) {
        return new Verdict.Proceed(fields.rules(decision), decision, null);
    }

    private Verdict refused(RateLimitDecision decision) {
        return new Verdict.Respond(refusals.refusal(decision), fields.rules(decision), decision);
    }

    /** A list of charges; mostly there is one. */
    private static final class Charges {
        private @Nullable Charge only;
        private @Nullable List<Charge> several;

        void add(RateLimitPolicy policy, CallerId caller) {
            Charge charge = new Charge(policy, caller, policy.cost());
            if (several != null) {
                several.add(charge);
            } else if (only == null) {
                only = charge;
            } else {
                several = new ArrayList<>(List.of(only, charge));
            }
        }

        List<Charge> list() {
            return several != null ? several : only == null ? List.of() : List.of(only);
        }
    }

    /** Puts a guard together. Not for use by several threads. */
    public static final class Builder {
        private final List<RateLimitPolicy> policies = new ArrayList<>();
        private @Nullable RateLimitStore store;
        private TimeSource time = TimeSource.system();
        private RateLimitFields fields = RateLimitFields.DRAFT_11;
        private @Nullable CallerVerifier verifier;
        private String apiKeyHeader = "X-API-Key";

        private Builder() {}

        /** Adds policies; all that match a request apply to it. */
        public Builder policies(Collection<RateLimitPolicy> more) {
            policies.addAll(more);
            return this;
        }

        /** Adds policies. */
        public Builder policies(RateLimitPolicy... more) {
            return policies(List.of(more));
        }

        /** Where the buckets are; hand the same store to the next guard to keep them. This machine's memory by default. */
        public Builder store(RateLimitStore where) {
            store = where;
            return this;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource source) {
            time = source;
            return this;
        }

        /** In which words clients learn about their limits; {@link RateLimitFields#DRAFT_11} by default. */
        public Builder fields(RateLimitFields words) {
            fields = words;
            return this;
        }

        /** Who says whether a credential is genuine; nobody by default. */
        public Builder verifier(CallerVerifier judge) {
            verifier = judge;
            return this;
        }

        /** Where the key {@code api-key} is read from; {@code X-API-Key} by default. */
        public Builder apiKeyHeader(String name) {
            apiKeyHeader = name;
            return this;
        }

        /**
         * The guard.
         *
         * @throws InvalidPolicyException with everything that is wrong with the policies together
         */
        public RateLimitGuard build() {
            RateLimitPolicies set = RateLimitPolicies.of(policies);
            Problems problems = new Problems();
            set.warnings().forEach(problems::add);
            for (int i = 0; i < policies.size(); i++) {
                check(policies.get(i), "policies[" + i + "]", problems);
            }
            if (!HeaderSyntax.isToken(apiKeyHeader)) {
                problems.error(
                        "BW-RATE-023", "apiKeyHeader", apiKeyHeader, "a header name", "Write for example X-API-Key.");
            }
            problems.throwIfInvalid();
            return new RateLimitGuard(this, set, problems.warnings());
        }

        private void check(RateLimitPolicy policy, String path, Problems problems) {
            for (int i = 0; i < policy.limits().size() && fields != RateLimitFields.NONE; i++) {
                Limit limit = policy.limits().get(i);
                if (!limit.isWholeSeconds()) {
                    problems.error(
                            "BW-RATE-019",
                            path + ".limits[" + i + "]",
                            limit.toString(),
                            "a window of whole seconds, because the RateLimit fields know no smaller ones",
                            "Use 1s or more, or switch the fields off.");
                }
            }
            for (int i = 0; i < policy.key().size() && policy.key().size() > 1 && verifier == null; i++) {
                if (policy.key().get(i).isClaim()) {
                    problems.warning(
                            "BW-RATE-022",
                            path + ".key[" + i + "]",
                            policy.key().get(i).toString(),
                            "a CallerVerifier that says which are genuine",
                            "Without one this key never counts; add one, or remove the key from the list.");
                }
            }
        }
    }
}
