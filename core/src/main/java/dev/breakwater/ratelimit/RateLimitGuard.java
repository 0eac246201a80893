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
import org.jspecify.annotations.Nullable;

/**
 * Charges requests and refuses those beyond a limit: 429, {@code Retry-After} and a problem document (RFC 6585, RFC 9457).
 * Every response lists all policies that apply to it. A policy whose key needs a user is decided at the second admission
 * point; if it refuses there, what the first point charged is given back. Safe for use by many threads.
 *
 * <p>If the guard itself fails, requests pass, unless a policy says {@link OnStoreFailure#CLOSED}.
 */
public final class RateLimitGuard implements Guard {
    private static final Slot<RateLimitDecision> FIRST = Slot.of("rate-limit", RateLimitDecision.class);

    private final RateLimiter limiter;
    private final RateLimitFields fields;
    private final CallerReader callers;
    private final Refusals refusals;
    private final RateLimitPolicy[] early;
    private final RateLimitPolicy[] late;
    private final FailureMode failureMode;
    private final List<Problem> warnings;

    private RateLimitGuard(Builder builder, RateLimitPolicies policies, List<Problem> warnings) {
        RateLimitStore store = builder.store == null ? Bucket4jStore.of(builder.time) : builder.store;
        limiter = RateLimiter.of(store, builder.time);
        fields = builder.fields;
        callers = new CallerReader(builder.verifier, builder.apiKeyHeader);
        refusals = new Refusals(policies);
        early = policies.decided(false);
        late = policies.decided(true);
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

    /** What is doubtful about the policies and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return inspect(early, exchange);
    }

    @Override
    public boolean needsIdentity() {
        return late.length > 0;
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        return inspect(late, exchange);
    }

    private Verdict inspect(RateLimitPolicy[] policies, Exchange exchange) {
        List<Charge> charges = charges(policies, exchange);
        if (charges.isEmpty()) {
            return Verdict.proceed();
        }
        CompletionStage<RateLimitDecision> decision = limiter.decide(charges);
        CompletableFuture<RateLimitDecision> future = decision.toCompletableFuture();
        return future.isDone()
                ? verdict(future.join(), policies, exchange)
                : Verdict.pending(decision.thenApply(value -> verdict(value, policies, exchange)));
    }

    private List<Charge> charges(RateLimitPolicy[] policies, Exchange exchange) {
        Charge first = null;
        List<Charge> several = null;
        for (RateLimitPolicy policy : policies) {
            if (policy.requests().matches(exchange.method(), exchange.path())) {
                Charge charge = new Charge(policy, callers.read(policy.key(), exchange), policy.cost());
                if (first == null) {
                    first = charge;
                } else {
                    several = several == null ? new ArrayList<>(List.of(first)) : several;
                    several.add(charge);
                }
            }
        }
        return several != null ? several : first == null ? List.of() : List.of(first);
    }

    private Verdict verdict(RateLimitDecision decision, RateLimitPolicy[] policies, Exchange exchange) {
        if (decision.isAllowed()) {
            if (policies == early && late.length > 0) {
                exchange.put(FIRST, decision);
            }
            return new Verdict.Proceed(fields.rules(decision), decision, null);
        }
        RateLimitDecision charged = exchange.get(FIRST);
        if (charged != null && policies == late) {
            limiter.refund(charged);
        }
        return new Verdict.Respond(refusals.refusal(decision), fields.rules(decision), decision);
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
