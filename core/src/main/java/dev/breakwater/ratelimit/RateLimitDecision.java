/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.Decision;
import dev.breakwater.SecurityEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a caller may go on, and how much each limit has left. Immutable. */
public final class RateLimitDecision implements Decision {
    /** No policy had anything to count. */
    static final RateLimitDecision NOTHING =
            new RateLimitDecision(Outcome.ALLOWED, List.of(), List.of(), List.of(), false, Remarks.NONE);

    private final Outcome outcome;
    private final List<Charge> charges;
    private final List<Level> levels;
    private final List<Charge> taken;
    private final boolean degraded;
    private final Remarks remarks;

    private RateLimitDecision(
            Outcome outcome,
            List<Charge> charges,
            List<Level> levels,
            List<Charge> taken,
            boolean degraded,
            Remarks remarks) {
        this.outcome = outcome;
        this.charges = charges;
        this.levels = levels;
        this.taken = taken;
        this.degraded = degraded;
        this.remarks = remarks;
    }

    /** What was decided. */
    public enum Outcome {
        /** Within all limits. */
        ALLOWED,
        /** Beyond a limit. */
        DENIED,
        /** The store is away, and a policy says that nobody passes uncounted. */
        UNAVAILABLE
    }

    static RateLimitDecision of(StoreAnswer.Decided answer, List<Charge> charges, boolean degraded) {
        Outcome outcome = answer.allowed() ? Outcome.ALLOWED : Outcome.DENIED;
        List<Charge> taken = answer.allowed() ? charges : List.of();
        if (!NetworkLevels.areIn(charges)) {
            return new RateLimitDecision(outcome, charges, answer.levels(), taken, degraded, Remarks.NONE);
        }
        NetworkLevels told = NetworkLevels.of(charges, answer.levels());
        return new RateLimitDecision(outcome, told.charges(), told.levels(), taken, degraded, Remarks.NONE);
    }

    static RateLimitDecision unavailable(RateLimitPolicy policy) {
        return new RateLimitDecision(
                Outcome.UNAVAILABLE,
                List.of(new Charge(policy, CallerId.global(), 0)),
                List.of(),
                List.of(),
                true,
                Remarks.NONE);
    }

    /** Denied by policies of 0; those that were only looked at are listed as they are. */
    static RateLimitDecision blocked(List<Charge> charges, List<Charge> looks, List<Level> levels) {
        List<Charge> listed = new ArrayList<>(looks);
        List<Level> all = new ArrayList<>(levels);
        for (Charge charge : charges) {
            if (charge.policy().isBlocking()) {
                listed.add(charge);
                all.add(Level.ofWindows(1).set(0, 0, Level.NEVER, Level.NEVER));
            }
        }
        return new RateLimitDecision(
                Outcome.DENIED, List.copyOf(listed), List.copyOf(all), List.of(), false, Remarks.NONE);
    }

    /** The same, listed behind what an earlier decision charged. Only for decisions that list what they counted. */
    RateLimitDecision after(List<Charge> earlier, List<Level> earlierLevels, boolean wasDegraded) {
        List<Charge> listed = new ArrayList<>(earlier);
        listed.addAll(charges);
        List<Level> all = new ArrayList<>(earlierLevels);
        all.addAll(levels);
        return new RateLimitDecision(
                outcome, List.copyOf(listed), List.copyOf(all), taken, degraded || wasDegraded, remarks);
    }

    /** The same, with what policies on trial would have said. */
    RateLimitDecision with(RateLimitDecision trial) {
        return remarking(new Remarks(trial, remarks.provisional, remarks.offender));
    }

    /** The same, with a later decision about the same request to follow. */
    RateLimitDecision provisional() {
        return remarking(new Remarks(remarks.shadow, true, remarks.offender));
    }

    /** The same, noted down against those who went beyond a limit. */
    RateLimitDecision noted(Offenders offenders) {
        String news = null;
        for (int i = 0; i < levels.size(); i++) {
            Charge charge = charges.get(i);
            if (levels.get(i).nanosToWait() > 0 && offenders.refused(charge.policy(), charge.caller())) {
                news = offenders.hash(charge.caller());
            }
        }
        return news == null ? this : remarking(new Remarks(remarks.shadow, remarks.provisional, news));
    }

    private RateLimitDecision remarking(Remarks others) {
        return new RateLimitDecision(outcome, charges, levels, taken, degraded, others);
    }

    /** What was decided. */
    public Outcome outcome() {
        return outcome;
    }

    /** Whether the caller may go on. */
    public boolean isAllowed() {
        return outcome == Outcome.ALLOWED;
    }

    /** Whether the store was away, so that policies were counted on this machine alone or not at all. */
    public boolean isDegraded() {
        return degraded;
    }

    /** What policies in shadow mode would have decided together; null if the request met none, or was refused before them. */
    public @Nullable RateLimitDecision shadow() {
        return remarks.shadow;
    }

    /** Whether the request was let in before its user is known, so that another decision follows unless it is turned away. */
    public boolean isProvisional() {
        return remarks.provisional;
    }

    /** The policies that were counted, or that could not be, in order. */
    public List<RateLimitPolicy> policies() {
        if (charges.size() == 1) {
            return List.of(charges.get(0).policy());
        }
        List<RateLimitPolicy> policies = new ArrayList<>(charges.size());
        for (int i = 0; i < charges.size(); i++) {
            policies.add(charges.get(i).policy());
        }
        return policies;
    }

    /** Every limit that was counted, policy by policy. */
    public List<Window> windows() {
        List<Window> windows = new ArrayList<>();
        for (int i = 0; i < levels.size(); i++) {
            for (int j = 0; j < charges.get(i).policy().limits().size(); j++) {
                windows.add(window(i, j));
            }
        }
        return windows;
    }

    /** The wire names of the limits that stood in the way, in order. */
    public List<String> violated() {
        List<String> names = new ArrayList<>(1);
        for (int i = 0; i < levels.size(); i++) {
            for (int j = 0; j < charges.get(i).policy().limits().size(); j++) {
                if (levels.get(i).nanosToWait(j) > 0) {
                    names.add(charges.get(i).policy().items().get(j));
                }
            }
        }
        return names;
    }

    /** How long until all limits would have admitted the request; 0 if they did, {@link Level#NEVER} if waiting does not help. */
    public long nanosToWait() {
        long longest = 0;
        for (int i = 0; i < levels.size(); i++) {
            longest = Math.max(longest, levels.get(i).nanosToWait());
        }
        return longest;
    }

    List<Charge> charges() {
        return charges;
    }

    List<Level> levels() {
        return levels;
    }

    /** All that was taken, also from buckets that are not listed; nothing if the request was refused. */
    List<Charge> taken() {
        return taken;
    }

    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.decision", isAllowed() ? "allow" : "rate_limited");
        if (degraded) {
            fields.put("breakwater.rate_limit.store", "unavailable");
        }
        if (!levels.isEmpty()) {
            Window tightest = tightest();
            fields.put("breakwater.rule", tightest.item);
            fields.put("ratelimit.limit", tightest.quota());
            fields.put("ratelimit.remaining", tightest.remaining);
        } else if (!charges.isEmpty()) {
            fields.put("breakwater.rule", charges.get(0).policy().name());
        }
        if (remarks.shadow != null) {
            remarks.shadow.describeShadow(fields);
        }
        if (remarks.offender != null) {
            fields.put("breakwater.rate_limit.caller", remarks.offender);
        }
    }

    /** The first refusal of a caller by a policy is news to those who watch over security, further ones are not. */
    @Override
    public @Nullable SecurityEvent securityEvent() {
        return remarks.offender == null ? null : SecurityEvent.EXCESS_RATE_LIMIT_EXCEEDED;
    }

    private void describeShadow(Fields fields) {
        fields.put("breakwater.shadow.decision", isAllowed() ? "allow" : "rate_limited");
        if (!levels.isEmpty()) {
            Window tightest = tightest();
            fields.put("breakwater.shadow.rule", tightest.item);
            fields.put("breakwater.shadow.remaining", tightest.remaining);
        }
    }

    /**
     * The limit that keeps the caller waiting longest, or else the one that is emptiest, the first of such. Only for
     * decisions that counted a limit.
     */
    Window tightest() {
        int bucket = 0;
        int limit = 0;
        for (int i = 0; i < levels.size(); i++) {
            for (int j = 0; j < charges.get(i).policy().limits().size(); j++) {
                if (isTighter(i, j, bucket, limit)) {
                    bucket = i;
                    limit = j;
                }
            }
        }
        return window(bucket, limit);
    }

    private boolean isTighter(int bucket, int limit, int thanBucket, int thanLimit) {
        long wait = levels.get(bucket).nanosToWait(limit);
        long otherWait = levels.get(thanBucket).nanosToWait(thanLimit);
        return wait == otherWait ? share(bucket, limit) < share(thanBucket, thanLimit) : wait > otherWait;
    }

    private double share(int bucket, int limit) {
        return (double) levels.get(bucket).remaining(limit)
                / charges.get(bucket).policy().capacity(limit);
    }

    private Window window(int bucket, int limit) {
        RateLimitPolicy policy = charges.get(bucket).policy();
        Level level = levels.get(bucket);
        return new Window(
                policy,
                policy.items().get(limit),
                policy.limits().get(limit),
                level.remaining(limit),
                level.nanosToWait(limit),
                level.nanosToFull(limit));
    }

    @Override
    public String toString() {
        return outcome + " " + windows() + (remarks.shadow == null ? "" : ", shadow " + remarks.shadow);
    }

    /** What is said beside the decision itself. */
    private record Remarks(
            @Nullable RateLimitDecision shadow,
            boolean provisional,
            @Nullable String offender) {
        static final Remarks NONE = new Remarks(null, false, null);
    }

    /**
     * One limit and how much of it is left.
     *
     * @param policy whose limit
     * @param item its name on the wire
     * @param limit the limit; of a decision without the store, this instance's share of it
     * @param remaining tokens left
     * @param nanosToWait how long until it would have admitted the request, 0 if it did, {@link Level#NEVER} if waiting
     *     does not help
     * @param nanosToFull how long until it is as if it had never been used
     */
    public record Window(
            RateLimitPolicy policy, String item, Limit limit, long remaining, long nanosToWait, long nanosToFull) {

        /** How long until it would have admitted the request. */
        public Duration waiting() {
            return Duration.ofNanos(nanosToWait);
        }

        /** Whether this limit stood in the way. */
        public boolean isViolated() {
            return nanosToWait > 0;
        }

        /** What clients are told the limit is: also where only a share of it is granted here. */
        long quota() {
            return policy.whole().limits().get(policy.limits().indexOf(limit)).count();
        }

        @Override
        public String toString() {
            return item + " " + remaining + " of " + limit + (isViolated() ? " violated" : "");
        }
    }
}
