/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import java.util.List;

/**
 * What came of parsing.
 *
 * @param settings typed; where a value could not be read, as if it had not been given
 * @param problems everything found so far; whoever builds policies from the settings adds theirs, then calls {@link
 *     Problems#throwIfInvalid()} once
 * @param notices lines to log at start-up, such as which of the guides' variables replaced what
 */
public record ParsedSettings(Settings settings, Problems problems, List<String> notices) {}
