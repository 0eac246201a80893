/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The readiness report: what the deployment guides' checklists ask before a service goes live, judged by what is configured
 * and what has been seen. Applications add checks of their own.
 */
@NullMarked
package dev.breakwater.report;

import org.jspecify.annotations.NullMarked;
