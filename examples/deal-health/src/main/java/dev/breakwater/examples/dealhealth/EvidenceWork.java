/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import org.springframework.stereotype.Component;

/** Makes evidence of an event; a tip is read first. */
@Component
final class EvidenceWork implements EventWork {
    private final Scores scores;
    private final Verifier verifier;
    private final DealMeters meters;

    EvidenceWork(Scores scores, Verifier verifier, DealMeters meters) {
        this.scores = scores;
        this.verifier = verifier;
        this.meters = meters;
    }

    @Override
    public void process(Event event) throws Exception {
        String tip = event.text();
        Evidence evidence = event.evidence(tip == null ? null : verifier.read(tip));
        Double score = scores.record(event.dealId(), evidence).score();
        if (score != null) {
            meters.scored(score);
        }
    }
}
