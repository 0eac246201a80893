/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

/** What else a probe must know: where the service is in its life. */
enum Phase {
    /** Not yet ready for traffic. */
    STARTING,
    /** Serving. */
    RUNNING,
    /** Still serving, but asking for no more traffic. */
    DRAINING
}
