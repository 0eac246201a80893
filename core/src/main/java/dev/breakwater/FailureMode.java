/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater;

/** What the chain does with a request when a guard itself fails. The failure is always reported. */
public enum FailureMode {
    /** Go on without the guard: right for logging, metrics, headers and CORS. */
    OPEN,
    /** Refuse the request with 503: right where going on would open a gate, as for money. */
    CLOSED
}
