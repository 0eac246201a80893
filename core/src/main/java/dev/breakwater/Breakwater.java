/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.caller.Caller;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The chain of protections that every request passes. Immutable and safe for use by many threads; a changed
 * configuration makes a new chain.
 *
 * <p>An adapter calls {@link #admit} when a request arrives, applies the admission's header rules, writes its reply or
 * calls the application, and calls {@link Admission#complete} at the request's true end.
 */
public final class Breakwater {
    private final ChainedGuard[] guards;
    private final ChainedGuard[] identityGuards;
    private final Observer[] observers;
    private final CallerResolver callers;
    private final FaultReporter faults;

    private Breakwater(Builder builder) {
        List<Guard> sorted = new ArrayList<>(builder.guards);
        sorted.sort(Comparator.comparing(Guard::stage));
        guards = sorted.stream().map(ChainedGuard::of).toArray(ChainedGuard[]::new);
        identityGuards = sorted.stream()
                .filter(Guard::needsIdentity)
                .map(ChainedGuard::of)
                .toArray(ChainedGuard[]::new);
        observers = builder.observers.toArray(new Observer[0]);
        callers = builder.callers;
        faults = new FaultReporter(builder.time);
    }

    /** A chain of these guards that believes no proxy. */
    public static Breakwater of(Collection<? extends Guard> guards) {
        return builder().guards(guards).build();
    }

    /** Begins a chain. */
    public static Builder builder() {
        return new Builder();
    }

    /** The guards in the order in which they are visited. */
    public List<Guard> guards() {
        return Arrays.stream(guards).map(ChainedGuard::guard).toList();
    }

    /** Who is believed about the caller. */
    public CallerResolver callers() {
        return callers;
    }

    /** Whether any guard has something to decide once the user is known. */
    public boolean needsIdentity() {
        return identityGuards.length > 0;
    }

    /**
     * Visits the guards. Never throws: a guard that does is reported and its failure mode followed.
     *
     * @return the admission, decided or waiting for a pending verdict
     */
    public Admission admit(Exchange exchange) {
        Caller.resolve(exchange, callers);
        return new Admission(this, exchange).admit(guards);
    }

    int size() {
        return guards.length;
    }

    ChainedGuard[] identityGuards() {
        return identityGuards;
    }

    /**
     * Tells the observers of a decision that no verdict carries. What they throw is reported and goes no further.
     *
     * @param exchange the request it was made for, if any
     */
    public void publish(Decision decision, @Nullable Exchange exchange) {
        for (Observer observer : observers) {
            try {
                observer.on(decision, exchange);
            } catch (Throwable fault) {
                faults.report("observer " + observer.getClass().getName(), fault);
            }
        }
    }

    void guardFailed(ChainedGuard guard, Throwable cause, Exchange exchange) {
        faults.report("guard " + guard.name(), cause);
        publish(new GuardFailed(guard.name(), guard.failureMode(), cause), exchange);
    }

    void completionFailed(Throwable cause) {
        faults.report("a completion", cause);
    }

    /** Puts a chain together. Not for use by several threads. */
    public static final class Builder {
        private final List<Guard> guards = new ArrayList<>();
        private final List<Observer> observers = new ArrayList<>();
        private CallerResolver callers = CallerResolver.direct();
        private TimeSource time = TimeSource.system();

        private Builder() {}

        /** Adds guards; their stages decide the order, and within a stage the order of adding. */
        public Builder guards(Collection<? extends Guard> more) {
            guards.addAll(more);
            return this;
        }

        /** Adds observers. */
        public Builder observers(Collection<? extends Observer> more) {
            observers.addAll(more);
            return this;
        }

        /** Who is believed about the caller; nobody but the socket by default. */
        public Builder callers(CallerResolver resolver) {
            callers = resolver;
            return this;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource source) {
            time = source;
            return this;
        }

        /**
         * The chain.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException if two guards share a name
         */
        public Breakwater build() {
            Problems problems = new Problems();
            Set<String> names = new HashSet<>();
            for (Guard guard : guards) {
                if (!names.add(guard.name().toLowerCase(Locale.ROOT))) {
                    problems.error(
                            "BW-CHAIN-001",
                            "guards",
                            guard.name(),
                            "a name of its own for each guard",
                            "Remove one of the two, or rename it.");
                }
            }
            problems.throwIfInvalid();
            return new Breakwater(this);
        }
    }
}
