/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Observer;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.HttpMeter;
import dev.breakwater.upstream.Meter;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures calls to language models: reads the usage from each answer, prices it, tells the observers and adds it to the
 * totals of the request that the call is made for. Never throws because of what an answer contains, and keeps nothing of
 * it but counts, tier, model and id. Safe for use by many threads.
 *
 * <p>Measure each call in one place: as the meter of an upstream ({@link #http}, {@link #meter}), or by giving its answer
 * to {@link #record} once, or piece by piece to what {@link #open} returns.
 *
 * <pre>
 * HttpResponse&lt;byte[]&gt; answer = client.send(request, BodyHandlers.ofByteArray());
 * meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer.body());
 * </pre>
 */
public final class LlmMeter {
    private static final Logger LOG = LoggerFactory.getLogger(LlmMeter.class);

    private final Supplier<PriceBook> prices;
    private final Observer observer;
    private final TimeSource time;

    /**
     * A meter.
     *
     * @param prices the prices, asked for at each call, so that a new book counts at once
     * @param observer who hears of each call: the runtime's, which hands it to all others
     * @param time decides which prices hold
     */
    public LlmMeter(Supplier<PriceBook> prices, Observer observer, TimeSource time) {
        this.prices = prices;
        this.observer = observer;
        this.time = time;
    }

    /**
     * Records one call of the current thread's request. Work moved to another thread keeps its request with
     * {@link CurrentExchange#wrap(Runnable)}; outside any request the call stands for itself.
     *
     * @param api what was called
     * @param model the model that was asked for
     * @param body the whole answer, in JSON or as server-sent events, decoded from any content coding; not kept
     * @return what the call used and cost
     */
    public CallCost record(LlmApi api, String model, byte[] body) {
        LlmReading reading = open(api, model);
        reading.read(ByteBuffer.wrap(body));
        return reading.end();
    }

    /**
     * Begins to measure one call of the current thread's request, whose answer is not compressed; the prices of this
     * instant hold.
     *
     * @param api what is called
     * @param model the model that is asked for
     */
    public LlmReading open(LlmApi api, String model) {
        return new LlmReading(this, api, model);
    }

    /**
     * Measures the attempts of an upstream whose answers are held in full. An answer that is an
     * {@link java.net.http.HttpResponse} counts if its status says so, and is decoded from its content coding.
     *
     * <p>The prices of the instant at which an attempt ends hold, since nothing is heard of its beginning; with
     * {@link #http} it is the beginning. That matters only to a call during which a price changes.
     *
     * @param api what is called
     * @param model the model that is asked for
     * @param body the answer's body as it came; what it throws is logged by the upstream, and the call recorded as
     *     {@link Pricing#NO_ANSWER}
     * @see #http for answers that are streamed
     */
    public <T> Meter<T> meter(LlmApi api, String model, Function<? super T, byte[]> body) {
        return new AnswerMeter<>(this, api, model, body);
    }

    /**
     * Measures the attempts of an upstream while their answers pass. Recorded are answers with status 2xx, with what they
     * used, also if they break off; and, without a price ({@link Pricing#NO_ANSWER}), those with status 5xx and requests
     * that were sent and not answered, since a provider bills work that nobody waits for. Not recorded are other answers and
     * requests that never reached the provider. The prices of the instant at which an attempt begins hold; with
     * {@link #meter} it is the end.
     *
     * @param api what is called
     * @param model the model that is asked for
     */
    public HttpMeter http(LlmApi api, String model) {
        return request -> new HttpReading(open(api, model));
    }

    Instant now() {
        return time.now();
    }

    /** Prices a call, adds it to its request and tells it. */
    CallCost settle(LlmReading call, TokenUsage usage) {
        Price price = price(call, usage.responseModel());
        return tell(call, price == null ? unpriced(call, usage) : charge(call, usage, price));
    }

    /** A call that may be billed, and nobody knows for what. */
    CallCost settleUnanswered(LlmReading call) {
        TokenUsage nothing =
                TokenUsage.builder().quality(TokenUsage.Quality.ABSENT).build();
        return tell(call, CallCost.unpriced(call.api(), call.model(), nothing, Pricing.NO_ANSWER));
    }

    /** The model that answered is the one that is billed; where the book does not know it, the one that was asked. */
    private @Nullable Price price(LlmReading call, @Nullable String responseModel) {
        PriceBook book = prices.get();
        String provider = call.api().provider();
        Price price = responseModel == null ? null : book.find(provider, responseModel, call.begun());
        return price == null ? book.find(provider, call.model(), call.begun()) : price;
    }

    private static CallCost unpriced(LlmReading call, TokenUsage usage) {
        Pricing why = switch (usage.quality()) {
            case ABSENT -> Pricing.NO_USAGE;
            case MALFORMED -> Pricing.MALFORMED_USAGE;
            case UNREADABLE -> Pricing.UNREADABLE_ANSWER;
            case EXACT, RECONCILED, PARTIAL -> Pricing.UNKNOWN_MODEL;
        };
        return CallCost.unpriced(call.api(), call.model(), usage, why);
    }

    private static CallCost charge(LlmReading call, TokenUsage usage, Price price) {
        try {
            Pricing covered = price.covers(usage);
            return covered == Pricing.PRICED
                    ? CallCost.priced(call.api(), call.model(), usage, price, price.nanoUsd(usage))
                    : CallCost.unpriced(call.api(), call.model(), usage, covered);
        } catch (CostOverflowException tooMuch) {
            return CallCost.unpriced(call.api(), call.model(), usage, Pricing.OVERFLOW);
        }
    }

    private CallCost tell(LlmReading call, CallCost cost) {
        Exchange exchange = call.exchange();
        CostTotals totals = exchange == null ? null : exchange.get(CostGuard.TOTALS);
        CallCost told = totals != null && totals.add(cost) ? cost : cost.asStandalone();
        try {
            observer.on(told, exchange);
        } catch (RuntimeException fault) {
            // The answer is paid for and here: whoever waits for it must not lose it to one who listens.
            LOG.warn("An observer failed on the cost of a call", fault);
        }
        return told;
    }
}
