/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

/** Marks that there is a second admission point behind authentication, so that the first leaves the user to it. */
final class IdentityPoint {}
