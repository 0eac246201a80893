/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Decision;
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * What one call to a model used and cost. Immutable.
 *
 * <p>Within a request, the totals of {@link RequestCost} speak for all of its calls, so a call describes itself only if
 * it is {@link #isStandalone() standalone}.
 */
public final class CallCost implements Decision {
    private final LlmApi api;
    private final String requestModel;
    private final TokenUsage usage;
    private final Pricing pricing;
    private final long nanoUsd;
    private final @Nullable Price price;
    private final boolean standalone;

    private CallCost(
            LlmApi api,
            String requestModel,
            TokenUsage usage,
            Pricing pricing,
            long nanoUsd,
            @Nullable Price price,
            boolean standalone) {
        this.api = api;
        this.requestModel = requestModel;
        this.usage = usage;
        this.pricing = pricing;
        this.nanoUsd = nanoUsd;
        this.price = price;
        this.standalone = standalone;
    }

    static CallCost priced(LlmApi api, String requestModel, TokenUsage usage, Price price, long nanoUsd) {
        return new CallCost(api, requestModel, usage, Pricing.PRICED, nanoUsd, price, false);
    }

    /** What the provider itself says it bills, which no price book knows better. */
    static CallCost reported(LlmApi api, String requestModel, TokenUsage usage) {
        return new CallCost(api, requestModel, usage, Pricing.PRICED, usage.reportedNanoUsd(), null, false);
    }

    static CallCost unpriced(LlmApi api, String requestModel, TokenUsage usage, Pricing why) {
        return new CallCost(api, requestModel, usage, why, 0, null, false);
    }

    CallCost asStandalone() {
        return new CallCost(api, requestModel, usage, pricing, nanoUsd, price, true);
    }

    /** The API that was called. */
    public LlmApi api() {
        return api;
    }

    /** The provider, by its OpenTelemetry name. */
    public String provider() {
        return api.provider();
    }

    /** The model that was asked for. The one that answered is in the {@link #usage()}, and can be another. */
    public String requestModel() {
        return requestModel;
    }

    /** What the call used. */
    public TokenUsage usage() {
        return usage;
    }

    /** Whether the cost is known, and if not, why. */
    public Pricing pricing() {
        return pricing;
    }

    /** Whether the cost is known. */
    public boolean isPriced() {
        return pricing == Pricing.PRICED;
    }

    /**
     * Whether the cost rests on an estimate: the answer broke off before its provider's last count, or the provider did not
     * say how long it keeps what it wrote into its cache. What the provider {@linkplain #isReported() says} it costs does not.
     */
    public boolean isEstimated() {
        return isPriced() && !isReported() && (usage.isEstimated() || usage.tokens(TokenClass.CACHE_WRITE) > 0);
    }

    /** Whether the cost is the provider's own figure, and no price was asked for. */
    public boolean isReported() {
        return isPriced() && price == null;
    }

    /**
     * The cost in nano-dollars.
     *
     * @throws IllegalStateException if the call is not {@link #isPriced() priced}: unknown is not zero
     */
    public long nanoUsd() {
        if (!isPriced()) {
            throw new IllegalStateException("cost: " + pricing + " (expected: " + Pricing.PRICED + ")");
        }
        return nanoUsd;
    }

    /**
     * The price that was charged; null if the call is not priced, or {@linkplain #isReported() by the provider}. Its {@link Price#model()} says by which model: the one
     * that answered or, where the book does not know that one, the one that was asked for.
     */
    public @Nullable Price price() {
        return price;
    }

    /** Whether no request's totals contain this call: it was made outside a request, or reported after its end. */
    public boolean isStandalone() {
        return standalone;
    }

    @Override
    public void describe(Fields fields) {
        if (standalone) {
            CostTotals.of(this).describe(fields);
        }
    }

    /** What was called, and its cost or why there is none. */
    @Override
    public String toString() {
        return provider() + "/" + requestModel + " " + usage + " "
                + (isPriced() ? nanoUsd + " nano-USD" + (isEstimated() ? " (estimated)" : "") : pricing);
    }
}
