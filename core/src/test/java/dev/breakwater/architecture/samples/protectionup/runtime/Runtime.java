/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.protectionup.runtime;

/** Assembly. */
public final class Runtime {}
