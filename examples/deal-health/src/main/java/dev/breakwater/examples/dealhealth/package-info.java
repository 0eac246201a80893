/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The Deal Health service: says how sure one can be that a promotional offer works, from what is observed about it. Runs
 * as several instances that share limits and evidence. Everything that makes it fit for production comes from
 * Breakwater's starter, its store in Redis, and {@code application.yaml}.
 */
@NullMarked
package dev.breakwater.examples.dealhealth;

import org.jspecify.annotations.NullMarked;
