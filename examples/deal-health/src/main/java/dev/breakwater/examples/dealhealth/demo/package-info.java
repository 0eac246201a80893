/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Shows the service at work: two instances in processes of their own, one Redis, real traffic, and what goes wrong in
 * production.
 */
@NullMarked
package dev.breakwater.examples.dealhealth.demo;

import org.jspecify.annotations.NullMarked;
