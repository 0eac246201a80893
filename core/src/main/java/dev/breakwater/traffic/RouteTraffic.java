/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

/**
 * The statistics of one route.
 *
 * @param route its template, or the word for what has none
 * @param requests since the start
 * @param errors those of them that the service failed on
 * @param latencies of the last five minutes
 */
public record RouteTraffic(String route, long requests, long errors, Latencies latencies) {}
