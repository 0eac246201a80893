/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.policy;

/** Whether what a policy decides is acted upon. */
public enum Mode {
    /** Decide and act. The default. */
    ENFORCE,
    /** Decide and report, never act: to learn what a policy would do before it does. */
    SHADOW
}
