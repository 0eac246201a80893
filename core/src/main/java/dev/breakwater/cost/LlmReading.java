/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.UsageReader;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Measures one call while its answer comes. Belongs to the request that was current when it was {@linkplain LlmMeter#begin
 * begun}, whichever thread reads. The call is recorded once: by the first of {@link #end}, {@link #breakOff},
 * {@link #unanswered} and {@link #refused}. Safe for use by many threads, as long as the parts come in their order.
 */
public final class LlmReading {
    private final LlmMeter meter;
    private final LlmRequest request;
    private final PriceBook prices;
    private final @Nullable Exchange exchange = CurrentExchange.get();
    private final Instant begun;
    private final Account account;
    private @Nullable UsageReader reader;
    private @Nullable String contentEncoding;
    private @Nullable CallCost cost;
    private boolean refused;

    LlmReading(LlmMeter meter, LlmRequest request, PriceBook prices, Spending spending) {
        this.meter = meter;
        this.request = request;
        this.prices = prices;
        begun = meter.now();
        account = new Account(spending, this);
    }

    /** Completes with this once all budgets have held what the call can cost. */
    CompletionStage<LlmReading> hold() {
        return account.hold();
    }

    /**
     * How many tokens each answer may have: tell the provider if it is another number than the request's. {@link
     * LlmRequest#UNLIMITED} if there is no budget, and the request names no limit.
     */
    public long maxOutput() {
        return account.maxOutput();
    }

    /**
     * Says in which content coding the answer comes, before any of it is read.
     *
     * @param value the value of its Content-Encoding, null if it has none
     * @see UsageReader#UsageReader(LlmApi, String) which ones are understood
     * @throws IllegalStateException if a part of the answer has been read
     */
    public synchronized LlmReading contentEncoding(@Nullable String value) {
        if (reader != null) {
            throw new IllegalStateException("contentEncoding: after the first part (expected: before it)");
        }
        contentEncoding = value;
        return this;
    }

    /** Reads a part of the answer, from the position to the limit, which become equal. */
    public synchronized void read(ByteBuffer part) {
        reader().read(part);
    }

    /** The answer has been read in full: records the call. */
    public CallCost end() {
        return over(() -> priced(reader().end()));
    }

    /** The answer broke off, or nobody reads the rest: records the call with what is known and an estimate of the rest. */
    public CallCost breakOff() {
        return over(() -> priced(reader().breakOff()));
    }

    // Decided with the monitor and told without it: a ledger may write, and an observer may wait for whom he likes.
    private CallCost over(Supplier<CallCost> ending) {
        CallCost found;
        CallCost told;
        synchronized (this) {
            if (isOver()) {
                return known();
            }
            found = ending.get();
            told = LlmMeter.added(this, found);
            cost = told;
        }
        account.settle(found);
        meter.tell(this, told);
        return told;
    }

    private boolean isOver() {
        return refused || cost != null;
    }

    private CallCost known() {
        return cost == null ? unknown() : cost;
    }

    private CallCost unknown() {
        TokenUsage nothing =
                TokenUsage.builder().quality(TokenUsage.Quality.ABSENT).build();
        return CallCost.unpriced(api(), model(), nothing, Pricing.NO_ANSWER);
    }

    private CallCost priced(TokenUsage usage) {
        return LlmMeter.price(this, usage);
    }

    /**
     * The call was sent, and there was no answer: records it without a price. A provider may bill it all the same, so that
     * budgets count all that was held for it.
     */
    public CallCost unanswered() {
        return over(this::unknown);
    }

    /** The provider did not work: it never got the request, or refused it. Nothing is recorded but that it cost nothing. */
    public void refused() {
        synchronized (this) {
            if (isOver()) {
                return;
            }
            refused = true;
        }
        account.release();
    }

    private UsageReader reader() {
        if (reader == null) {
            reader = new UsageReader(request.api(), contentEncoding);
        }
        return reader;
    }

    LlmApi api() {
        return request.api();
    }

    String model() {
        return request.model();
    }

    LlmRequest request() {
        return request;
    }

    PriceBook prices() {
        return prices;
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    Instant begun() {
        return begun;
    }

    Instant now() {
        return meter.now();
    }
}
