/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Takes what browsers report: violations of the content security policy, and whatever else the Reporting API sends. Each
 * report becomes a decision, which is counted, and a line in a log, both bounded and free of what must not be kept.
 * Reports are hints, not evidence: anybody can send them.
 */
@NullMarked
package dev.breakwater.reports;

import org.jspecify.annotations.NullMarked;
