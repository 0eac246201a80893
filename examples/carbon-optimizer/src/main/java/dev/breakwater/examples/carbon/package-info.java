/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Finds the zone of the grid and the hour in which a piece of work causes the least CO2. Servlets in an embedded Tomcat that
 * know nothing of Breakwater; Breakwater's filter in front of them, and its upstream between them and Electricity Maps.
 */
@NullMarked
package dev.breakwater.examples.carbon;

import org.jspecify.annotations.NullMarked;
