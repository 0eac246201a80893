/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.Decision;
import org.jspecify.annotations.Nullable;

/**
 * What all model calls of one request used and cost, in the names of OpenTelemetry where it has one.
 *
 * @param provider the provider of all calls, or null if they differ
 * @param requestModel the model that all calls asked for, or null if they differ
 * @param responseModel the model that answered all calls, or null if they differ or one's is not known
 * @param calls how many calls there were
 * @param inputTokens all tokens that went in; those of unknown calls are missing
 * @param outputTokens all tokens that came out; those of unknown calls are missing
 * @param cachedTokens tokens of the input that were read from the provider's cache
 * @param measuredCalls the calls whose tokens are known
 * @param nanoUsd the cost of the priced calls in nano-dollars
 * @param pricedCalls the calls whose cost is known; if not all, {@code nanoUsd} is only a lower bound
 * @param estimatedCalls the priced calls whose cost rests on an estimate
 */
public record RequestCost(
        @Nullable String provider,
        @Nullable String requestModel,
        @Nullable String responseModel,
        int calls,
        long inputTokens,
        long outputTokens,
        long cachedTokens,
        int measuredCalls,
        long nanoUsd,
        int pricedCalls,
        int estimatedCalls)
        implements Decision {

    /** Whether the cost of every call is known. */
    public boolean isPriced() {
        return pricedCalls == calls;
    }

    /** Whether the cost rests on an estimate in part. */
    public boolean isEstimated() {
        return estimatedCalls > 0;
    }

    /** Adds up: between these totals and the event's end a call may still be told by itself. */
    @Override
    public void describe(Fields fields) {
        if (provider != null) {
            fields.put("gen_ai.provider.name", provider);
        }
        if (requestModel != null) {
            fields.put("gen_ai.request.model", requestModel);
        }
        if (responseModel != null) {
            fields.put("gen_ai.response.model", responseModel);
        }
        if (measuredCalls > 0) {
            fields.add("gen_ai.usage.input_tokens", inputTokens);
            fields.add("gen_ai.usage.output_tokens", outputTokens);
        }
        if (cachedTokens > 0) {
            fields.add("gen_ai.usage.cache_read.input_tokens", cachedTokens);
        }
        fields.add("breakwater.llm.calls", calls);
        if (pricedCalls > 0) {
            fields.add("breakwater.llm.cost_nano_usd", nanoUsd);
        }
        if (!isPriced()) {
            fields.put("breakwater.llm.priced", false);
        }
        if (isEstimated()) {
            fields.put("breakwater.llm.estimated", true);
        }
    }
}
