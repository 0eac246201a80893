/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Observer;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measures calls to language models: give it each answer once, and it reads the usage, prices it, tells the observers
 * and adds it to the totals of the current request. Never throws because of what an answer contains, and keeps nothing of
 * it but counts, model and id. Safe for use by many threads.
 *
 * <pre>
 * HttpResponse&lt;byte[]&gt; answer = client.send(request, BodyHandlers.ofByteArray());
 * meter.record(LlmMeter.GEMINI, "gemini-2.5-flash", answer.body());
 * </pre>
 */
public final class LlmMeter {
    /** Google's Gemini API, by its OpenTelemetry name. */
    public static final String GEMINI = "gcp.gemini";

    private static final Map<String, UsageParser> PARSERS = Map.of(GEMINI, new GeminiUsageParser());
    private static final TokenUsage UNREADABLE =
            TokenUsage.builder().quality(TokenUsage.Quality.ABSENT).build();

    private final PriceBook prices;
    private final Observer observer;
    private final TimeSource time;

    /**
     * A meter.
     *
     * @param prices the prices
     * @param observer who hears of each call: the runtime's, which hands it to all others
     * @param time decides which prices hold
     */
    public LlmMeter(PriceBook prices, Observer observer, TimeSource time) {
        this.prices = prices;
        this.observer = observer;
        this.time = time;
    }

    /**
     * Records one call of the current thread's request. Work moved to another thread keeps its request with
     * {@link CurrentExchange#wrap(Runnable)}; outside any request the call stands for itself.
     *
     * @param provider the provider, by its OpenTelemetry name; only {@link #GEMINI} is read so far
     * @param model the model that was asked for
     * @param responseBody the whole answer in JSON, decoded from any content coding; not kept
     * @return what the call used and cost
     */
    public CallCost record(String provider, String model, byte[] responseBody) {
        CallCost call = measure(provider, model, responseBody);
        Exchange exchange = CurrentExchange.get();
        CostTotals totals = exchange == null ? null : exchange.get(CostGuard.TOTALS);
        CallCost told = totals != null && totals.add(call) ? call : call.asStandalone();
        observer.on(told, exchange);
        return told;
    }

    private CallCost measure(String provider, String model, byte[] responseBody) {
        UsageParser parser = PARSERS.get(provider);
        if (parser == null) {
            return CallCost.unpriced(provider, model, UNREADABLE, Pricing.UNKNOWN_PROVIDER);
        }
        TokenUsage usage = parser.parse(responseBody);
        Price price = price(provider, model, usage.responseModel());
        if (!usage.isKnown() || price == null) {
            return CallCost.unpriced(provider, model, usage, whyNot(usage));
        }
        return charge(provider, model, usage, price);
    }

    /** The model that answered is the one that is billed; where the book does not know it, the one that was asked. */
    private @Nullable Price price(String provider, String requestModel, @Nullable String responseModel) {
        Instant now = time.now();
        Price price = responseModel == null ? null : prices.find(provider, responseModel, now);
        return price == null ? prices.find(provider, requestModel, now) : price;
    }

    private static Pricing whyNot(TokenUsage usage) {
        return switch (usage.quality()) {
            case ABSENT -> Pricing.NO_USAGE;
            case MALFORMED -> Pricing.MALFORMED_USAGE;
            case EXACT, RECONCILED -> Pricing.UNKNOWN_MODEL;
        };
    }

    private static CallCost charge(String provider, String model, TokenUsage usage, Price price) {
        try {
            Pricing covered = price.covers(usage);
            return covered == Pricing.PRICED
                    ? CallCost.priced(provider, model, usage, price, price.nanoUsd(usage))
                    : CallCost.unpriced(provider, model, usage, covered);
        } catch (CostOverflowException tooMuch) {
            return CallCost.unpriced(provider, model, usage, Pricing.OVERFLOW);
        }
    }
}
