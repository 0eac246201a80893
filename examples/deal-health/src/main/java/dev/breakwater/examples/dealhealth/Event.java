/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An observation about a deal that has been accepted.
 *
 * @param id whoever sends it again means the same event
 * @param dealId which deal
 * @param kind where it comes from
 * @param value from 0 to 1; null in a tip that is still to be read
 * @param text what a tip says; null in all others
 * @param observedAt when it was so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Event(
        String id,
        String dealId,
        Kind kind,
        @Nullable Double value,
        @Nullable String text,
        Instant observedAt) {
    /** Complete, or not at all: what a journal says in another way is no event. */
    Event {
        requireNonNull(id);
        requireNonNull(dealId);
        requireNonNull(kind);
        requireNonNull(observedAt);
    }

    Evidence evidence(@Nullable Double read) {
        return new Evidence(id, kind, value == null ? read : value, observedAt);
    }
}
