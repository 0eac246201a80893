/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.breakwater.examples.decision.Answer.Source;
import dev.breakwater.examples.decision.DecisionTally.Sums;
import dev.breakwater.upstream.CacheStats;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What operators want to know: who decides, how the model does, what that costs, and what is left of the day. Amounts are
 * dollars in exact decimals.
 *
 * @param decisions how many, by who decided
 * @param model how the model does
 * @param cost what it costs, since the start
 * @param today what was spent today, as the ledger has it: also before the start, if the ledger is a file
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Summary(
        Map<String, Integer> decisions,
        Model model,
        Cost cost,
        @Nullable Today today) {
    private static final int DAYS_PER_MONTH = 30;
    private static final int[] PER_DAY = {1_000, 10_000, 100_000, 1_000_000};

    static Summary of(Sums sums, CacheStats cache, @Nullable Today today) {
        return new Summary(decisions(sums), model(sums, cache), cost(sums), today);
    }

    private static Map<String, Integer> decisions(Sums sums) {
        Map<String, Integer> decisions = new LinkedHashMap<>();
        decisions.put("all", sums.all());
        for (Source source : Source.values()) {
            decisions.put(source.text(), sums.by(source));
        }
        return decisions;
    }

    private static Model model(Sums sums, CacheStats cache) {
        Map<String, Integer> failures = new LinkedHashMap<>();
        sums.failures().forEach((reason, count) -> failures.put(reason.text(), count));
        int hits = (int) Math.round(100 * cache.hitRate());
        return new Model(sums.questions(), sums.calls(), hits, sums.fallbackPercent(), failures);
    }

    private static Cost cost(Sums sums) {
        long nano = sums.nanoUsd();
        Map<String, String> monthly = new LinkedHashMap<>();
        for (int perDay : PER_DAY) {
            monthly.put(String.valueOf(perDay), Money.usdFor((long) perDay * DAYS_PER_MONTH, nano, sums.all()));
        }
        return new Cost(
                Money.usd(nano),
                nano,
                sums.priced(),
                sums.unpriced(),
                Money.usdFor(1, nano, sums.priced()),
                Money.usdFor(1, nano, sums.all()),
                Money.usdFor(1000, nano, sums.all()),
                monthly);
    }

    /**
     * How the model does.
     *
     * @param questions decisions that no rule could take
     * @param calls how often the model was called for them
     * @param cacheHitPercent questions that needed no call of their own, because somebody else asked the same
     * @param fallbackPercent questions that rules answered in place of the model
     * @param failures why they did
     */
    public record Model(
            int questions, int calls, int cacheHitPercent, int fallbackPercent, Map<String, Integer> failures) {}

    /**
     * What it costs.
     *
     * @param usd all in all
     * @param nanoUsd the same in nano-dollars
     * @param pricedCalls the calls that this is for
     * @param unpricedCalls calls that may be billed as well, and nobody knows for how much: no answer came
     * @param perCallUsd one of the priced calls
     * @param perDecisionUsd one decision, with the share of rules and cache seen so far
     * @param per1000DecisionsUsd a thousand of these
     * @param monthlyUsd thirty days of them, by decisions per day
     */
    public record Cost(
            String usd,
            long nanoUsd,
            int pricedCalls,
            int unpricedCalls,
            String perCallUsd,
            String perDecisionUsd,
            String per1000DecisionsUsd,
            Map<String, String> monthlyUsd) {}

    /**
     * What was spent today, and of how much.
     *
     * @param calls calls to the model that ended
     * @param usd what they cost
     * @param budgetUsd the day's budget
     * @param heldUsd what calls under way can cost at most, beyond what is spent
     * @param leftUsd what can be spent until the end
     * @param percentSpent of the budget
     * @param projectedUsd what will have been spent at the end, if it goes on like this
     * @param basis what that guess goes by
     * @param ends when the day's budget begins anew
     */
    public record Today(
            long calls,
            String usd,
            String budgetUsd,
            String heldUsd,
            String leftUsd,
            long percentSpent,
            String projectedUsd,
            String basis,
            Instant ends) {}
}
