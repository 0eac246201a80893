/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.drain;

import dev.breakwater.Decision;
import org.jspecify.annotations.Nullable;

/**
 * A drain went on to its next phase: heard once for each, by observers outside of any request.
 *
 * @param phase from now on; never {@link DrainPhase#SERVING}
 * @param summary what became of the requests; there with {@link DrainPhase#ENDED} only
 */
public record DrainChanged(DrainPhase phase, @Nullable DrainSummary summary) implements Decision {
    @Override
    public void describe(Fields fields) {
        fields.put("breakwater.drain.phase", phase.text());
        if (summary != null) {
            fields.put("breakwater.drain.in_flight", summary.inFlight());
            fields.put("breakwater.drain.finished", summary.finished());
            fields.put("breakwater.drain.aborted", summary.aborted());
            fields.put("breakwater.drain.refused", summary.refused());
            fields.put("breakwater.drain.longest_ms", summary.longest().toMillis());
            fields.put("breakwater.drain.took_ms", summary.took().toMillis());
        }
    }
}
