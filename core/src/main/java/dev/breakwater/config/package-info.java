/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Configuration: every key is defined once, as a {@link dev.breakwater.config.Key}, and the parser, Spring's metadata and
 * the reference table follow from that definition. Sources become {@link dev.breakwater.config.Layers}, the parser turns
 * them into typed {@link dev.breakwater.config.Settings} and says everything that is wrong at once.
 */
@NullMarked
package dev.breakwater.config;

import org.jspecify.annotations.NullMarked;
