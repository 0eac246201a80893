/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

import dev.breakwater.exchange.Exchange;

/**
 * One protection's place in the chain: asks its engine, gets a {@link Decision}, returns a {@link Verdict}. A guard is
 * shared by all requests and must be safe for use by many threads. It never blocks; what must wait goes into
 * {@link Verdict#pending}. If it throws, the chain reports it and follows {@link #failureMode()}.
 */
public interface Guard {
    /** The guard's name, unique in a chain, in lower case with dashes: {@code rate-limit}. */
    String name();

    /** When the guard is visited. */
    Stage stage();

    /** What happens to a request when this guard fails; {@link FailureMode#OPEN} unless overridden. */
    default FailureMode failureMode() {
        return FailureMode.OPEN;
    }

    /** Looks at a request before the application does. */
    Verdict inspect(Exchange exchange);

    /**
     * Whether this guard also has something to decide once the user is known. If so, {@link #inspectIdentified} is
     * called at the second admission point, after authentication.
     */
    default boolean needsIdentity() {
        return false;
    }

    /** Looks at the request again when {@link Exchange#user()} is final; only called if {@link #needsIdentity()}. */
    default Verdict inspectIdentified(Exchange exchange) {
        return Verdict.proceed();
    }
}
