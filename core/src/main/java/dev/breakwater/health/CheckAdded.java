/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.health;

import dev.breakwater.Decision;

/**
 * A check was added while others run already: heard once, by observers outside of any request.
 *
 * @param component whose check it is
 */
public record CheckAdded(String component) implements Decision {}
