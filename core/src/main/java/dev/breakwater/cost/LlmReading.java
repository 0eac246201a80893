/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Measures one call while its answer comes. Belongs to the request that was current when it was {@linkplain LlmMeter#open
 * opened}, whichever thread reads. The call is recorded once: by the first of {@link #end} and {@link #breakOff}. For one
 * thread at a time.
 */
public final class LlmReading {
    private final LlmMeter meter;
    private final LlmApi api;
    private final String model;
    private final @Nullable Exchange exchange = CurrentExchange.get();
    private final Instant begun;
    private @Nullable UsageReader reader;
    private @Nullable String contentEncoding;
    private @Nullable CallCost cost;

    LlmReading(LlmMeter meter, LlmApi api, String model) {
        this.meter = meter;
        this.api = api;
        this.model = model;
        begun = meter.now();
    }

    /**
     * Says in which content coding the answer comes, before any of it is read.
     *
     * @param value the value of its Content-Encoding, null if it has none
     * @see UsageReader#UsageReader(LlmApi, String) which ones are understood
     * @throws IllegalStateException if a part of the answer has been read
     */
    public LlmReading contentEncoding(@Nullable String value) {
        if (reader != null) {
            throw new IllegalStateException("contentEncoding: after the first part (expected: before it)");
        }
        contentEncoding = value;
        return this;
    }

    /** Reads a part of the answer, from the position to the limit, which become equal. */
    public void read(ByteBuffer part) {
        reader().read(part);
    }

    /** The answer has been read in full: records the call. */
    public CallCost end() {
        if (cost == null) {
            cost = meter.settle(this, reader().end());
        }
        return cost;
    }

    /** The answer broke off, or nobody reads the rest: records the call with what is known and an estimate of the rest. */
    public CallCost breakOff() {
        if (cost == null) {
            cost = meter.settle(this, reader().breakOff());
        }
        return cost;
    }

    /** The call was sent, and there was no answer: records it without a price. */
    public CallCost unanswered() {
        if (cost == null) {
            cost = meter.settleUnanswered(this);
        }
        return cost;
    }

    private UsageReader reader() {
        if (reader == null) {
            reader = new UsageReader(api, contentEncoding);
        }
        return reader;
    }

    LlmApi api() {
        return api;
    }

    String model() {
        return model;
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    Instant begun() {
        return begun;
    }
}
