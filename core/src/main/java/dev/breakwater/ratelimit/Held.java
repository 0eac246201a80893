/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/** A charge that a request was admitted with, and what has become of it. Used under its reservation's monitor. */
final class Held {
    final Charge charge;
    final boolean onFallback;
    End end = End.OPEN;

    /** What has become of a charge. */
    enum End {
        /** As it was taken. */
        OPEN,
        /** It stays, and nothing more is to be done about it. */
        FINAL,
        /** It was given back because the request was no failure; the application may still say that it was. */
        FORGIVEN
    }

    Held(Charge charge, boolean onFallback) {
        this.charge = charge;
        this.onFallback = onFallback;
    }

    boolean countsFailures() {
        return charge.policy().count() == CountedRequests.FAILURES;
    }

    boolean isProvisional() {
        return charge.policy().isProvisional();
    }

    /** So that in the end this much has been taken. */
    RateLimitStore.Settlement cameTo(long actual) {
        return new RateLimitStore.Settlement(charge, actual);
    }

    /** So that what was given back is taken again, even if the bucket then owes it. */
    RateLimitStore.Settlement takenAgain() {
        return new RateLimitStore.Settlement(new Charge(charge.policy(), charge.caller(), 0), charge.tokens());
    }
}
