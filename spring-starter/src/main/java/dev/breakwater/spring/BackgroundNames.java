/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

/** Which checks are indicators of Boot's, that Actuator shows under their own names. */
interface BackgroundNames {
    boolean contains(String name);
}
