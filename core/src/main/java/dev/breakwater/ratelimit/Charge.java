/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/**
 * So many tokens from one caller's bucket of one policy.
 *
 * @param policy whose bucket
 * @param caller whose bucket
 * @param tokens how many, 0 or more; 0 only looks
 */
public record Charge(RateLimitPolicy policy, CallerId caller, long tokens) {
    /**
     * The name of the bucket, the same on every machine: that of the policy in lower case, a colon, and {@link
     * CallerId#text()}. Charges of the same name share a bucket, whatever their limits.
     */
    public String bucket() {
        return policy.id() + ":" + caller.text();
    }

    /** Checks the tokens: a negative charge would be a gift. */
    public Charge {
        if (tokens < 0) {
            throw new IllegalArgumentException(
                    "tokens of " + policy.name() + ": " + tokens + " (expected: 0 or more; give back with a refund)");
        }
    }
}
