/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.FailureMode;
import dev.breakwater.FaultReporter;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.HeaderSyntax;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Charges requests and refuses those beyond a limit: 429, {@code Retry-After} and a problem document (RFC 6585, RFC 9457).
 * Every response lists all policies that apply to it. Safe for use by many threads.
 *
 * <p>Whom a policy with the key {@code user} charges is known only at the second admission point. Until then the next key
 * that the request has is charged provisionally, in buckets of their own with the same limits, and gets it back at the
 * second point, whoever the request turns out to be. What authentication refuses never gets there and stays charged: so
 * guessing is limited, and does not use up what others at the same address may do. A list of {@code user} alone charges
 * nobody before. Where the user is final at the first point ({@link Exchange#isUserFinal()}), everything is charged there,
 * once, and nothing provisionally.
 *
 * <p>Who is exempt by {@link AddressRules} meets no limit; who is on the blocklist is refused with 403.
 *
 * <p>If the guard itself fails, requests pass, unless a policy says {@link OnStoreFailure#CLOSED}.
 */
public final class RateLimitGuard implements Guard {
    private final RateLimiter limiter;
    private final RateLimitPolicies policies;
    private final FieldRules fields;
    private final AddressRules addresses;
    private final Charging charging;
    private final Refusals refusals;
    private final Offenders offenders;
    private final Reservation uncharged;
    private final FailureMode failureMode;
    private final List<Problem> warnings;

    private RateLimitGuard(Builder builder, RateLimitPolicies policies, List<Problem> warnings) {
        limiter = builder.limiter == null ? RateLimiter.of(builder.store(), builder.time) : builder.limiter;
        this.policies = policies;
        fields = new FieldRules(builder.fields, builder.time);
        addresses = builder.addresses;
        charging = builder.charging(policies.all());
        refusals = new Refusals(policies, builder.fields.retryAfterJitter(), builder.random);
        offenders = builder.offenders == null ? Offenders.of(builder.time) : builder.offenders;
        uncharged = new Reservation(limiter, policies, RateLimitDecision.NOTHING, false);
        failureMode =
                policies.all().stream().anyMatch(RateLimitGuard::isClosed) ? FailureMode.CLOSED : FailureMode.OPEN;
        this.warnings = warnings;
    }

    private static boolean isClosed(RateLimitPolicy policy) {
        return policy.onStoreFailure() == OnStoreFailure.CLOSED && policy.mode() == Mode.ENFORCE;
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
        return policies.all();
    }

    /** What is doubtful about the policies and worth saying at start-up. */
    public List<Problem> warnings() {
        return warnings;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        IpAddress address = Caller.of(exchange).address();
        if (addresses.isExempt(address)) {
            return unlimited(exchange);
        }
        Cidr blocking = addresses.blocking(address);
        if (blocking != null) {
            return Verdict.respond(Refusals.BLOCKED).because(new AddressBlocked(blocking));
        }
        Charges charges = charging.first(exchange);
        if (charges.isEmpty() && !charges.isOpen()) {
            return unlimited(exchange);
        }
        RateLimitDecision atOnce = charges.isPlain() ? limiter.decideAtOnce(charges.enforced()) : null;
        return atOnce == null
                ? verdict(charges, decision -> first(decision, charges.isOpen(), exchange))
                : first(atOnce, charges.isOpen(), exchange);
    }

    // So that the application's settlements know the policies' names even where none is about the request.
    private Verdict unlimited(Exchange exchange) {
        exchange.put(Reservation.SLOT, uncharged);
        return Verdict.proceed();
    }

    private Verdict first(RateLimitDecision decision, boolean open, Exchange exchange) {
        if (!decision.isAllowed()) {
            return refused(decision);
        }
        Reservation reservation = new Reservation(limiter, policies, decision, open);
        exchange.put(Reservation.SLOT, reservation);
        if (decision == RateLimitDecision.NOTHING) {
            return Verdict.proceed();
        }
        HeaderRules rules = open ? fields.provisional(decision) : fields.rules(decision);
        RateLimitDecision told = open ? decision.provisional() : decision;
        return new Verdict.Proceed(rules, told, reservation.completion(decision));
    }

    @Override
    public boolean needsIdentity() {
        return charging.needsIdentity();
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        Reservation first = exchange.get(Reservation.SLOT);
        if (first != null && !first.isOpen()) {
            return Verdict.proceed();
        }
        Charges charges = charging.second(exchange, first);
        if (first == null && charges.isEmpty()) {
            return Verdict.proceed();
        }
        Reservation reservation = first == null ? before(exchange) : first;
        return verdict(charges, decision -> second(decision, reservation));
    }

    /** For a request that the first point, for whatever reason, has not seen. */
    private Reservation before(Exchange exchange) {
        Reservation empty = new Reservation(limiter, policies, RateLimitDecision.NOTHING, true);
        exchange.put(Reservation.SLOT, empty);
        return empty;
    }

    private Verdict second(RateLimitDecision decision, Reservation reservation) {
        if (!decision.isAllowed()) {
            reservation.giveBack();
            return refused(
                    decision.outcome() == RateLimitDecision.Outcome.UNAVAILABLE
                            ? decision
                            : reservation.joined(decision));
        }
        reservation.identified(decision);
        RateLimitDecision joined = reservation.joined(decision);
        return new Verdict.Proceed(fields.rules(joined), joined, reservation.completion(decision));
    }

    private Verdict verdict(Charges charges, Function<RateLimitDecision, Verdict> conclusion) {
        RateLimitPolicy unpriced = charges.unpriced();
        if (unpriced != null) {
            return conclusion.apply(RateLimitDecision.unavailable(unpriced));
        }
        CompletionStage<RateLimitDecision> decision = limiter.decide(charges.enforced(), charges.shadow());
        CompletableFuture<RateLimitDecision> future = decision.toCompletableFuture();
        return future.isDone() ? conclusion.apply(future.join()) : Verdict.pending(decision.thenApply(conclusion));
    }

    private Verdict refused(RateLimitDecision decision) {
        return new Verdict.Respond(refusals.refusal(decision), fields.rules(decision), decision.noted(offenders));
    }

    /** Puts a guard together. Not for use by several threads. */
    public static final class Builder {
        private final List<RateLimitPolicy> policies = new ArrayList<>();
        private @Nullable RateLimitStore store;
        private @Nullable RateLimiter limiter;
        private TimeSource time = TimeSource.system();
        private RateLimitFields fields = RateLimitFields.standard();
        private LongUnaryOperator random = Refusals.RANDOM;
        private @Nullable CallerVerifier verifier;
        private String apiKeyHeader = "X-API-Key";
        private AddressRules addresses = AddressRules.none();
        private @Nullable PlanResolver plans;
        private @Nullable Offenders offenders;
        private boolean ipv6Parents = true;
        private int ipv6PrefixLength = CallerResolver.DEFAULT_IPV6_PREFIX_LENGTH;

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

        /** What decides, in place of a store: it keeps the buckets of this machine, too, that stand in for a lost store. */
        public Builder limiter(RateLimiter engine) {
            limiter = engine;
            return this;
        }

        private RateLimitStore store() {
            return store == null ? Bucket4jStore.of(time) : store;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource source) {
            time = source;
            return this;
        }

        /** What clients learn about their limits, and in which words; {@link RateLimitFields#standard()} by default. */
        public Builder fields(RateLimitFields words) {
            fields = words;
            return this;
        }

        /** Where the jitter comes from, for tests: a number from 0 up to the bound. */
        Builder random(LongUnaryOperator source) {
            random = source;
            return this;
        }

        /** Who says whether a credential is genuine; nobody by default. */
        public Builder verifier(CallerVerifier judge) {
            verifier = judge;
            return this;
        }

        /** On which plan callers are; all are on the policies' own limits by default. */
        public Builder plans(PlanResolver resolver) {
            plans = resolver;
            return this;
        }

        /** Where refusals are noted down; hand the same to the next guard to keep them. Of this guard's own by default. */
        public Builder offenders(Offenders list) {
            offenders = list;
            return this;
        }

        /** Who is exempt, and who is refused by address; nobody by default. */
        public Builder addresses(AddressRules rules) {
            addresses = rules;
            return this;
        }

        /**
         * Whether an IPv6 caller is charged to the networks around it as well: 16 times a policy's limits for the /56 and
         * 64 times for the /48. By default so.
         *
         * @param prefixLength how many bits of an IPv6 address are one client; only wider networks are charged
         */
        public Builder ipv6Parents(boolean charged, int prefixLength) {
            ipv6Parents = charged;
            ipv6PrefixLength = prefixLength;
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
            addresses.warnings().forEach(problems::add);
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

        private Charging charging(List<RateLimitPolicy> all) {
            CallerReader callers = new CallerReader(all, verifier, apiKeyHeader, time);
            int networks = ipv6Parents ? Quota.networksAround(ipv6PrefixLength) : 0;
            return new Charging(Rule.of(all, networks), callers, plans, new FaultReporter(time));
        }

        private void check(RateLimitPolicy policy, String path, Problems problems) {
            checkWindows(policy.limits(), path + ".limits", problems);
            policy.plans()
                    .forEach(
                            (plan, limits) -> checkWindows(limits, path + "." + PolicyChecks.planPath(plan), problems));
            if (plans == null && !policy.plans().isEmpty()) {
                problems.warning(
                        "BW-RATE-031",
                        path + ".plans",
                        String.join(", ", policy.plans().keySet()),
                        "a PlanResolver that says who is on which",
                        "Without one nobody is on any of them; add one, or remove the plans.");
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

        private void checkWindows(List<Limit> limits, String path, Problems problems) {
            for (int i = 0; i < limits.size() && fields.tellWindows(); i++) {
                if (!limits.get(i).isWholeSeconds()) {
                    problems.error(
                            "BW-RATE-019",
                            path + "[" + i + "]",
                            limits.get(i).toString(),
                            "a window of whole seconds, because the RateLimit fields know no smaller ones",
                            "Use 1s or more, or switch the fields off.");
                }
            }
        }
    }
}
