/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.requestlog;

import dev.breakwater.redact.Redactions;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a request log keeps while its policy is replaced: what it has counted, the memory that bodies take, and the key
 * that names are hidden by if none is given. Make one, and hand it to every guard. Safe for use by many threads.
 */
public final class RequestLogState {
    final LongAdder written = new LongAdder();
    final LongAdder sampled = new LongAdder();
    final LongAdder excluded = new LongAdder();
    final LongAdder dropped = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder late = new LongAdder();
    final LongAdder idsReplaced = new LongAdder();
    final Redactions redactions = new Redactions();
    final BodyMemory bodies = new BodyMemory(BodyMemory.MOST);
    final Pseudonyms pseudonyms = Pseudonyms.random();
    private final AtomicLong untold = new AtomicLong();

    /** Nothing counted yet, and a new random key. */
    public RequestLogState() {}

    /** What became of the events so far. */
    public RequestLogCounts counts() {
        return new RequestLogCounts(
                written.sum(),
                sampled.sum(),
                excluded.sum(),
                dropped.sum(),
                refused.sum(),
                late.sum(),
                bodies.refused(),
                idsReplaced.sum());
    }

    /** How many secrets were taken out of events so far. */
    public Redactions redactions() {
        return redactions;
    }

    /** An event was lost. */
    void lost() {
        dropped.increment();
        untold.incrementAndGet();
    }

    /** How many were lost that no event has told of; the next event will, and if that is lost too, {@link #untold}. */
    long tell() {
        return untold.get() == 0 ? 0 : untold.getAndSet(0);
    }

    void untold(long losses) {
        untold.addAndGet(losses);
    }
}
