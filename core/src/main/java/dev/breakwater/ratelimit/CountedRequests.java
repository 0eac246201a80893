/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/** Which requests stay charged once they have ended. */
public enum CountedRequests {
    /** All that were admitted. The default. */
    ALL,
    /**
     * Those whose answer is 401 or 403, and those of which nobody knows how they ended, so that hanging up is no way to
     * guess for free. Each is charged when it is admitted and gets the charge back if it was none of these. So no more
     * wrong passwords reach the application at once than the limit allows. {@link RateLimitCharges#failed()} is for
     * applications that answer a failed login otherwise.
     */
    FAILURES
}
