/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

/** What happens to a request when the store of its policy cannot answer. */
public enum OnStoreFailure {
    /** Count on this machine alone until the store is back: each machine then grants the whole limit. The default. */
    LOCAL,
    /** Let it pass uncounted. */
    OPEN,
    /** Refuse it with 503: right where passing uncounted would be worse, as for logins. */
    CLOSED
}
