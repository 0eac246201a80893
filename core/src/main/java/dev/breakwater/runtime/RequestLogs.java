/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.redact.Redactions;
import dev.breakwater.requestlog.RequestIdGuard;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.requestlog.RequestLogGuard;
import dev.breakwater.requestlog.RequestLogPolicy;
import dev.breakwater.requestlog.RequestLogState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what request logs have counted while their policies come and go. */
final class RequestLogs {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final BreakwaterRuntime.Builder parts;
    private final RequestLogState state = new RequestLogState();
    private boolean saidRandom;

    RequestLogs(BreakwaterRuntime.Builder parts) {
        this.parts = parts;
    }

    /** Adds a guard for this policy, which also hears what is decided; without one, requests get their ids all the same. */
    void add(@Nullable RequestLogPolicy policy, List<Guard> guards, List<Observer> observers) {
        if (policy == null) {
            guards.add(new RequestIdGuard());
            return;
        }
        noteKey(policy);
        RequestLogGuard guard = RequestLogGuard.of(policy, parts.sink, parts.time, state);
        guards.add(guard);
        observers.add(guard);
    }

    private void noteKey(RequestLogPolicy policy) {
        if (policy.hashesByRandomKey() && !saidRandom) {
            saidRandom = true;
            LOG.info(
                    "Breakwater: request-log.hash-key is not set, so events of different instances, and of one before and"
                            + " after a restart, show the same user under different hashes");
        }
    }

    Redactions redactions() {
        return state.redactions();
    }

    RequestLogCounts counts() {
        return state.counts();
    }
}
