/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.budget.Hold;
import dev.breakwater.cost.usage.TokenUsage;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to one attempt. Immutable. Rows are only added: what turns out later is another row of the same
 * id, never a change of an earlier one.
 *
 * @param event what happened
 * @param id names the attempt, and its hold if there is one
 * @param callId what the attempts of one call share; null if that is not known
 * @param attempt which attempt of the call it is; 1 for the first
 * @param at when it happened
 * @param begun when the attempt began, whose prices and windows hold
 * @param provider by its OpenTelemetry name
 * @param requestModel the model that was asked for
 * @param usage what was used, with the model that answered and the provider's id of the answer; null if nobody knows
 * @param prices the edition of the price book that was charged by; null if the attempt is not priced
 * @param reservedNanoUsd what was held at most; 0 without a hold
 * @param nanoUsd what it cost, of {@link Event#SETTLED} and {@link Event#CORRECTED}; else 0. Of an
 *     attempt that broke off an estimate: budgets count all that was held, or this if it is more
 * @param source who says what it cost; null if nobody does
 * @param parts what is held, or was; without a hold what was charged; empty if no budget counts it
 * @param expiresAt when the hold counts in full; null without one
 * @param route the application's route it was made for; null if for none
 * @param requestId the request it was made for; null if for none
 */
public record LedgerRow(
        Event event,
        String id,
        @Nullable String callId,
        int attempt,
        Instant at,
        Instant begun,
        String provider,
        String requestModel,
        @Nullable TokenUsage usage,
        @Nullable String prices,
        long reservedNanoUsd,
        long nanoUsd,
        @Nullable Source source,
        List<Hold.Part> parts,
        @Nullable Instant expiresAt,
        @Nullable String route,
        @Nullable String requestId) {

    /** Copies the list. */
    public LedgerRow {
        parts = List.copyOf(parts);
    }

    LedgerRow as(Event other, Instant then) {
        return new LedgerRow(
                other,
                id,
                callId,
                attempt,
                then,
                begun,
                provider,
                requestModel,
                usage,
                prices,
                reservedNanoUsd,
                nanoUsd,
                source,
                parts,
                expiresAt,
                route,
                requestId);
    }

    LedgerRow withoutParts() {
        return new LedgerRow(
                event,
                id,
                callId,
                attempt,
                at,
                begun,
                provider,
                requestModel,
                usage,
                prices,
                reservedNanoUsd,
                nanoUsd,
                source,
                List.of(),
                expiresAt,
                route,
                requestId);
    }

    /** What happened. */
    public enum Event {
        /** It is held for, and about to be made. */
        HELD,
        /** It ended, and its cost is known or estimated. */
        SETTLED,
        /** It took nothing: it never reached the provider, or was refused. */
        RELEASED,
        /** It ended, and nobody knows what it cost: all that was held counts, but tokens as they are if they are known. */
        UNKNOWN,
        /** Nobody settled it within its lease: all that was held counts. */
        ORPHANED,
        /** It ended after it had been orphaned; without a source, nobody knows at what cost. */
        CORRECTED
    }

    /** Who says what it cost. */
    public enum Source {
        /** The provider, in its answer. */
        PROVIDER,
        /** The price book, by the provider's counts. */
        PRICES,
        /** The price book, by counts that are partly estimated. */
        ESTIMATE
    }
}
