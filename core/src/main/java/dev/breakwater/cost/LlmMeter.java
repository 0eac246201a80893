/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Observer;
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.CostOverflowException;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmEndpoint;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.HttpMeter;
import dev.breakwater.upstream.Meter;
import dev.breakwater.upstream.SpendRefusedException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures calls to language models, and lets only those be made that their budgets can pay for: holds what a call can
 * cost at most, reads the usage from its answer, prices it, settles the budgets, keeps a row in the ledger, tells the
 * observers and adds it to the totals of the request that the call is made for. Never throws because of what an answer
 * contains, and keeps nothing of it but counts, tier, model and id. Safe for use by many threads.
 *
 * <p>Measure each call in one place: as the meter of an upstream ({@link #http}), in an HTTP client that is wrapped, or by
 * hand, where {@link #reserve} comes before the call and {@link LlmReading#end} after it:
 *
 * <pre>
 * LlmReading call = meter.reserve(LlmRequest.of(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash")
 *         .inputTokens(body.length)
 *         .maxOutput(500)
 *         .build());
 * </pre>
 *
 * <p>{@link #record}, {@link #open} and {@link #meter} only hear of calls that were made: budgets count what these cost, and
 * cannot refuse it.
 */
public final class LlmMeter {
    private static final Logger LOG = LoggerFactory.getLogger(LlmMeter.class);

    private final Supplier<PriceBook> prices;
    private final Observer observer;
    private final TimeSource time;
    private final Supplier<Spending> spending;

    /**
     * A meter without budgets and without a ledger.
     *
     * @param prices the prices, asked for at each call, so that a new book counts at once
     * @param observer who hears of each call: the runtime's, which hands it to all others
     * @param time decides which prices hold
     */
    public LlmMeter(Supplier<PriceBook> prices, Observer observer, TimeSource time) {
        this(prices, observer, time, () -> Spending.FREE);
    }

    /**
     * A meter.
     *
     * @param spending what may be spent and where it is kept, asked for at each call
     */
    public LlmMeter(Supplier<PriceBook> prices, Observer observer, TimeSource time, Supplier<Spending> spending) {
        this.prices = prices;
        this.observer = observer;
        this.time = time;
        this.spending = spending;
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
     * Begins to measure one call of the current thread's request, which no budget is asked for; the prices of this instant
     * hold.
     *
     * @param api what is called
     * @param model the model that is asked for
     */
    public LlmReading open(LlmApi api, String model) {
        return reading(LlmRequest.of(api, model).build());
    }

    /**
     * Begins one call of the current thread's request once all its budgets have held what it can cost at most. Never waits.
     *
     * @return the call, to be made with no more output than {@link LlmReading#maxOutput} says, and to be ended; fails with a
     *     {@link SpendRefusedException} if it must not be made
     */
    public CompletionStage<LlmReading> begin(LlmRequest request) {
        return reading(request).hold();
    }

    /**
     * The same for callers that wait, which they do for no longer than the budgets' store may take.
     *
     * @throws SpendRefusedException if the call must not be made
     */
    public LlmReading reserve(LlmRequest request) {
        try {
            return begin(request).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof SpendRefusedException refused ? refused : failed;
        }
    }

    /** What happened, without what stages wrap around it. */
    static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private LlmReading reading(LlmRequest request) {
        return new LlmReading(this, request, prices.get(), spending.get());
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
     * <p>Where there are budgets, each attempt is held for before it is sent, by what its request can cost at most, and
     * settled by itself. The request's body is read if it was made of bytes or a text, and its limit to the output lowered
     * if the budgets have less, down to 1024 tokens. A call with another body, or a compressed one, is refused, since nobody
     * knows what it asks for.
     *
     * @param api what is called
     * @param model the model that is asked for, where the body names none; a body that names another one is held for as a
     *     call of that, since it is what is billed (but not on Azure, where it names a deployment)
     */
    public HttpMeter http(LlmApi api, String model) {
        return new HttpWire(this, LlmEndpoint.of(api, model));
    }

    /** Whether there is a budget that can refuse calls. */
    boolean isLimited() {
        var budgets = spending.get().budgets();
        return budgets != null && !budgets.isEmpty();
    }

    /** Whether one of them is more than a shadow. */
    boolean isEnforced() {
        var budgets = spending.get().budgets();
        return budgets != null && budgets.areEnforced();
    }

    Instant now() {
        return time.now();
    }

    /** Prices a call that was answered. */
    static CallCost price(LlmReading call, TokenUsage usage) {
        if (usage.isKnown() && usage.reportedNanoUsd() != TokenUsage.NOT_REPORTED) {
            return CallCost.reported(call.api(), call.model(), usage);
        }
        Price price = find(call, usage.responseModel());
        return price == null ? unpriced(call, usage) : charge(call, usage, price);
    }

    /** The model that answered is the one that is billed; where the book does not know it, the one that was asked. */
    private static @Nullable Price find(LlmReading call, @Nullable String responseModel) {
        String provider = call.api().provider();
        Price price = responseModel == null ? null : call.prices().find(provider, responseModel, call.begun());
        return price == null ? call.prices().find(provider, call.model(), call.begun()) : price;
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

    /** Adds the cost to the call's request, and says whether that is so. */
    static CallCost added(LlmReading call, CallCost cost) {
        Exchange exchange = call.exchange();
        CostTotals totals = exchange == null ? null : exchange.get(CostGuard.TOTALS);
        return totals != null && totals.add(cost) ? cost : cost.asStandalone();
    }

    /** Tells the observer, who may take his time: not to be called with a monitor that others want. */
    void tell(LlmReading call, CallCost cost) {
        try {
            observer.on(cost, call.exchange());
        } catch (RuntimeException fault) {
            // The answer is paid for and here: whoever waits for it must not lose it to one who listens.
            LOG.warn("An observer failed on the cost of a call", fault);
        }
    }
}
