/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

/**
 * How much came over a span of time.
 *
 * @param requestsPerSecond requests that ended
 * @param errorsPerSecond those of them that the service failed on
 * @param errorShare errors among the requests, from 0 to 1; 0 without requests
 */
public record TrafficRate(double requestsPerSecond, double errorsPerSecond, double errorShare) {}
