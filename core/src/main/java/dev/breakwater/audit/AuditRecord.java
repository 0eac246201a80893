/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import org.slf4j.event.Level;

/** A record on its way: how the logger rates it, and its JSON object without what chains it. */
record AuditRecord(Level level, String json) {}
