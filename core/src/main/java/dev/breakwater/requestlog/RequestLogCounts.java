/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/**
 * What became of the events so far. At any quiet moment {@code written + excluded + dropped} is the number of requests.
 *
 * @param written events the sink took
 * @param excluded requests that were not to be logged: their path, or their level
 * @param dropped events that were lost, because the sink failed
 * @param refusedFields fields that were not taken into an event: a reserved name, no room, too late
 * @param late lines written for what was decided after the event had been
 */
public record RequestLogCounts(long written, long excluded, long dropped, long refusedFields, long late) {}
