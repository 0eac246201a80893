/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.audit.AuditCounts;
import dev.breakwater.audit.AuditGuard;
import dev.breakwater.audit.AuditLog;
import dev.breakwater.audit.AuditPolicy;
import dev.breakwater.audit.RuntimeEvent;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the audit log while chains come and go, and says there when protections begin, end or are switched off. A log
 * outlives every chain that keeps its file: it redacts as the chain's settings say, and of other changes to {@code audit.*}
 * it takes notice at the next start. Used under the runtime's monitor, but for the counts.
 */
final class AuditTrail {
    private final TimeSource time;
    private final Observer publisher;
    private volatile Kept kept = new Kept(null, AuditCounts.NONE);
    private @Nullable AuditLog next;
    private @Nullable AuditPolicy nextPolicy;
    private boolean heard;
    private boolean started;

    /** The log there is, and what those before it counted. */
    private record Kept(@Nullable AuditLog log, AuditCounts ended) {}

    /** Without a log. The publisher tells the observers of whichever chain is current. */
    AuditTrail(TimeSource time, Observer publisher) {
        this.time = time;
        this.publisher = publisher;
    }

    /**
     * A chain for these settings is in the making; {@link #adopted} or {@link #dropped} follows.
     *
     * @throws InvalidPolicyException if the log's file cannot be used
     */
    void prepare(BreakwaterSettings settings) {
        AuditPolicy policy = settings.audit();
        // A switched-off runtime begins no log, but a log outlives the switch.
        boolean isOff = !settings.enabled() && kept.log() == null;
        nextPolicy = policy;
        next = policy == null || isOff ? null : logFor(policy);
    }

    /** Adds guard and observer to the chain in the making. */
    void join(List<Guard> guards, List<Observer> observers) {
        if (next != null) {
            guards.add(new AuditGuard(publisher, time));
            observers.add(next);
        }
    }

    private AuditLog logFor(AuditPolicy policy) {
        AuditLog current = kept.log();
        if (current != null && current.policy().sharesFileWith(policy)) {
            return current;
        }
        try {
            return AuditLog.start(policy, time);
        } catch (InvalidPolicyException unusable) {
            List<Problem> placed = unusable.problems().stream()
                    .map(problem -> problem.below("audit"))
                    .toList();
            throw new InvalidPolicyException(placed);
        }
    }

    /** The chain in the making will not stand. */
    void dropped() {
        if (next != null && next != kept.log()) {
            next.close();
        }
        next = kept.log();
    }

    /** The chain stands now, in place of another one. */
    void adopted(Breakwater before, Breakwater now, BreakwaterSettings settings) {
        AuditLog left = kept.log();
        AuditCounts ended = kept.ended();
        Set<String> gone = names(before);
        gone.removeAll(names(now));
        if (started && !gone.isEmpty()) {
            say(RuntimeEvent.disabled(gone), before, heard ? null : left);
        }
        if (left != null && left != next) {
            left.on(RuntimeEvent.stopped(), null);
            left.close();
            ended = left.counts().after(ended);
        }
        keep(ended);
        heard = settings.enabled();
        if (!started && heard) {
            started = true;
            now.publish(RuntimeEvent.started(), null);
        } else if (started && next != null && left != next) {
            next.on(RuntimeEvent.started(), null);
        }
    }

    private void keep(AuditCounts ended) {
        kept = new Kept(next, ended);
        if (next != null && nextPolicy != null) {
            next.redactLike(nextPolicy);
        }
    }

    private static Set<String> names(Breakwater chain) {
        return chain.guards().stream().map(Guard::name).collect(Collectors.toSet());
    }

    // A chain that is switched off has no observers of ours, yet the log has to hear of that very thing.
    private static void say(Decision decision, Breakwater chain, @Nullable AuditLog beside) {
        chain.publish(decision, null);
        if (beside != null) {
            beside.on(decision, null);
        }
    }

    /** What became of security events so far, in all logs since the start. The last record's number is the present log's. */
    AuditCounts counts() {
        Kept now = kept;
        return (now.log() == null ? AuditCounts.NONE : now.log().counts()).after(now.ended());
    }

    /** The runtime ends. */
    void close(Breakwater chain) {
        AuditLog current = kept.log();
        if (!started) {
            return;
        }
        started = false;
        say(RuntimeEvent.stopped(), chain, heard ? null : current);
        if (current != null) {
            current.close();
        }
    }
}
