/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is known about a deal.
 *
 * @param id the event's id; the same event told twice is one piece of evidence
 * @param kind where it comes from
 * @param value from 0, the deal does not work, to 1, it does; null if nobody could tell
 * @param observedAt when it was so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evidence(String id, Kind kind, @Nullable Double value, Instant observedAt) {}
