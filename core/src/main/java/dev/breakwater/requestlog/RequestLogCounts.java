/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

/**
 * What became of the events so far. At any quiet moment {@code written + sampled + excluded + dropped} is the number of
 * requests.
 *
 * @param written events the sink took
 * @param sampled ordinary requests of which sampling left no event
 * @param excluded requests that were not to be logged: their path, or their level
 * @param dropped events that were lost, because they could not be written or the sink failed
 * @param refusedFields fields that were not taken into an event: a reserved name, no room, too late
 * @param late lines written for what was decided after the event had been
 * @param bodiesCapped bodies of which nothing was kept, because those of all requests under way took too much memory
 * @param idsReplaced request ids that came from somebody who is not believed, or broke the rules
 */
public record RequestLogCounts(
        long written,
        long sampled,
        long excluded,
        long dropped,
        long refusedFields,
        long late,
        long bodiesCapped,
        long idsReplaced) {

    /** All requests that have ended. */
    public long requests() {
        return written + sampled + excluded + dropped;
    }
}
