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
    private final boolean asked;

    /** Of one question. The breaker speaks of those faults that open it, and nobody of the link's own end. */
    RedisAwayException(Fault fault) {
        this(fault, isTold(fault), false);
    }

    /** @param told whether the log has been told of it, or need not be */
    RedisAwayException(Fault fault, boolean told) {
        this(fault, told, false);
    }

    private RedisAwayException(Fault fault, boolean told, boolean asked) {
        super(fault.reason(), null, false, false);
        this.fault = fault;
        this.told = told;
        this.asked = asked;
    }

    /** Of one question that was sent: nobody knows whether Redis did as it was asked. */
    static RedisAwayException afterAsking(Fault fault) {
        return new RedisAwayException(fault, isTold(fault), true);
    }

    private static boolean isTold(Fault fault) {
        return fault.kind() != Fault.Kind.QUESTION || fault.equals(Fault.CLOSED);
    }

    /** Whether the log has been told of it, or need not be. */
    boolean told() {
        return told;
    }

    /** Whether Redis was asked, so that it may have done what it was asked to. */
    boolean asked() {
        return asked;
    }

    /** What came of it. */
    Fault fault() {
        return fault;
    }
}
