/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

/** Redis cannot say. Has no stack trace: there may be very many of them. */
final class RedisAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Fault fault;
    private final boolean told;

    /** Of one question. The breaker speaks of those faults that open it, and nobody of the link's own end. */
    RedisAwayException(Fault fault) {
        this(fault, fault.kind() != Fault.Kind.QUESTION || fault.equals(Fault.CLOSED));
    }

    /** @param told whether the log has been told of it, or need not be */
    RedisAwayException(Fault fault, boolean told) {
        super(fault.reason(), null, false, false);
        this.fault = fault;
        this.told = told;
    }

    /** Whether the log has been told of it, or need not be. */
    boolean told() {
        return told;
    }

    /** What came of it. */
    Fault fault() {
        return fault;
    }
}
