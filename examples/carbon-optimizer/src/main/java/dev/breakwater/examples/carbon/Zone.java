/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.carbon;

/**
 * A zone of the electricity grid.
 *
 * @param key the zone as Electricity Maps names it
 * @param name the zone as people name it
 * @param yearlyAverage what a kWh causes over the year, in grams of CO2 equivalent; rounded, for when nothing better is known
 */
record Zone(String key, String name, int yearlyAverage) {}
