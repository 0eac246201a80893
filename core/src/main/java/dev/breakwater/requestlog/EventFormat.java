/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import java.time.Instant;

/** Turns what is known into a line. Safe for use by many threads; the buffers are for one call. */
interface EventFormat {
    /**
     * Writes the event of a request.
     *
     * @param line where to, empty
     * @param scratch room to put a text together, empty
     */
    void event(StringBuilder line, StringBuilder scratch, Ended request);

    /**
     * Writes what was decided after the event had been written. Nothing of the request is read any more: by now its
     * container may have given it to somebody else.
     *
     * @param line where to, empty
     * @param scratch room to put a text together, empty
     */
    void late(StringBuilder line, StringBuilder scratch, RequestEvent event, EventFields fields, Instant now);
}
