/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import dev.breakwater.cost.usage.CostOverflowException;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one model costs from one instant to another, and who says so. Immutable.
 *
 * <p>Where a long-context tier is given, a call whose whole input is strictly greater than the threshold is charged by
 * the tier's rates in full, input and output alike. The tier of service, the speed and the region multiply the price of
 * the tokens, and so do hours of the day; fees for searches and for the call itself stay as they are. What the answer says
 * counts, not what was asked for; of the hours, the instant that {@link PriceBook#find} was asked for.
 */
public final class Price {

    private final Tariff tariff;
    private final Instant from;
    private final @Nullable Instant to;
    private final @Nullable String region;
    private final Multiplier peak;
    private final Multiplier dearestPeak;

    Price(PriceEntry entry) {
        this(new Tariff(entry), entry.from, entry.to, null, Multiplier.ONE, Multiplier.ONE);
    }

    private Price(
            Tariff tariff,
            Instant from,
            @Nullable Instant to,
            @Nullable String region,
            Multiplier peak,
            Multiplier dearestPeak) {
        this.tariff = tariff;
        this.from = from;
        this.to = to;
        this.region = region;
        this.peak = peak;
        this.dearestPeak = dearestPeak;
    }

    /** The same until another instant. */
    Price until(@Nullable Instant end) {
        return new Price(tariff, from, end, region, peak, dearestPeak);
    }

    /** The same at one instant. */
    Price at(Instant instant) {
        return tariff.hasPeaks() ? seenFrom(instant, null) : this;
    }

    /** The same at one instant, in the region that the model's name confines it to; null if that has no known price. */
    @Nullable
    Price in(String impliedRegion, Instant instant) {
        return tariff.regions.names(impliedRegion) ? seenFrom(instant, impliedRegion) : null;
    }

    private Price seenFrom(Instant instant, @Nullable String impliedRegion) {
        return new Price(tariff, from, to, impliedRegion, tariff.peakAt(instant), tariff.dearestPeakFrom(instant));
    }

    /** The provider, by its OpenTelemetry name: {@code gcp.gemini}. */
    public String provider() {
        return tariff.provider;
    }

    /** The model's own name. */
    public String model() {
        return tariff.model;
    }

    /** Its other names. */
    public List<String> aliases() {
        return tariff.aliases;
    }

    /** The first instant at which this price holds. */
    public Instant from() {
        return from;
    }

    /** The first instant at which it no longer holds; null if no end is known. */
    public @Nullable Instant to() {
        return to;
    }

    /** Where the price was read. */
    public String source() {
        return tariff.source;
    }

    /** The day on which it was read. */
    public LocalDate checked() {
        return tariff.checked;
    }

    /** Whether a part of this price could not be confirmed. */
    public boolean isUncertain() {
        return tariff.uncertain;
    }

    /** How many tokens the model puts out at most, reasoning included; {@link LlmRequest#UNLIMITED} if the book does not say. */
    public long maxOutput() {
        return tariff.maxOutput;
    }

    boolean isWithdrawn() {
        return tariff.withdrawn;
    }

    boolean holdsAt(Instant instant) {
        return !instant.isBefore(from) && (to == null || instant.isBefore(to));
    }

    /** Whether this price covers all that was used; if not, what it leaves out. */
    public Pricing covers(TokenUsage usage) {
        switch (usage.quality()) {
            case ABSENT -> {
                return Pricing.NO_USAGE;
            }
            case MALFORMED -> {
                return Pricing.MALFORMED_USAGE;
            }
            case UNREADABLE -> {
                return Pricing.UNREADABLE_ANSWER;
            }
            case EXACT, RECONCILED, PARTIAL -> {
                // There is something to charge for.
            }
        }
        return covers(usage, multiplier(usage), tariff.rates.of(usage));
    }

    private Pricing covers(TokenUsage usage, @Nullable Multiplier multiplier, Rates rates) {
        if (multiplier == null) {
            return Pricing.OTHER_TIER;
        }
        if (tariff.excludes(usage.modalities())) {
            return Pricing.OTHER_MODALITY;
        }
        Pricing covered = rates.covers(usage);
        return covered == Pricing.PRICED && usage.toolCalls() > 0 ? Pricing.NO_TOOL_PRICE : covered;
    }

    /**
     * The cost in nano-dollars, exact and then rounded once, half to even.
     *
     * @throws IllegalArgumentException if this price does not {@link #covers(TokenUsage) cover} the usage
     * @throws CostOverflowException if the cost in pico-dollars does not fit into a long (9.2 million dollars)
     */
    public long nanoUsd(TokenUsage usage) {
        Rates rates = tariff.rates.of(usage);
        Multiplier multiplier = multiplier(usage);
        if (multiplier == null || !usage.isKnown() || covers(usage, multiplier, rates) != Pricing.PRICED) {
            throw new IllegalArgumentException("usage: " + covers(usage) + " (expected: " + Pricing.PRICED + ")");
        }
        return Exact.toNano(rates.picoUsd(usage), multiplier.times(peak), rates.feesPicoUsd(usage));
    }

    private @Nullable Multiplier multiplier(TokenUsage usage) {
        String named = usage.region();
        return tariff.multiplier(usage.serviceTier(), usage.speed(), named == null ? region : named);
    }

    /**
     * Whether it can be said what the request costs at most; if not, what has no price: the tier, speed or region that is
     * asked for ({@link Pricing#OTHER_TIER}), or searches ({@link Pricing#NO_SEARCH_PRICE}).
     */
    public Pricing covers(LlmRequest request) {
        if (dearestMultiplier(request) == null) {
            return Pricing.OTHER_TIER;
        }
        return request.webSearches() > 0 && tariff.rates.dearestSearch(mostInput(request)) == Rates.NONE
                ? Pricing.NO_SEARCH_PRICE
                : Pricing.PRICED;
    }

    /**
     * What a call can cost at most, rounded up: all its input as the dearest class of the dearest context that it can reach,
     * all its searches, and the dearest tier, speed, region and hour that the provider may choose. That is the standard
     * one or the one that is asked for, whichever costs more; any, if {@code auto} is asked for; and any hour that begins
     * within one hour.
     *
     * <p>What searches add to the input is counted by whoever bounds the {@linkplain LlmRequest#unbounded() rest of it}.
     *
     * @throws IllegalArgumentException if this price does not {@link #covers(LlmRequest) cover} the request
     * @throws CostOverflowException if that does not fit into a long
     */
    public CostCeiling ceiling(LlmRequest request) {
        Pricing covered = covers(request);
        Multiplier multiplier = dearestMultiplier(request);
        if (covered != Pricing.PRICED || multiplier == null) {
            throw new IllegalArgumentException("request: " + covered + " (expected: " + Pricing.PRICED + ")");
        }
        long mostInput = mostInput(request);
        long input = Exact.multiply(request.inputTokens(), tariff.rates.dearest(mostInput, true));
        long output = tariff.rates.dearest(mostInput, false);
        return new CostCeiling(
                Exact.toNanoUp(input, multiplier, fees(request, mostInput)), Exact.toNanoUp(output, multiplier, 0));
    }

    private @Nullable Multiplier dearestMultiplier(LlmRequest request) {
        String asked = request.region();
        Multiplier named = tariff.dearest(request.serviceTier(), request.speed(), asked == null ? region : asked);
        return named == null ? null : named.times(dearestPeak);
    }

    private long fees(LlmRequest request, long mostInput) {
        long once = tariff.rates.dearestRequest(mostInput);
        long searches = request.webSearches();
        return searches == 0 ? once : Exact.add(once, Exact.multiply(searches, tariff.rates.dearestSearch(mostInput)));
    }

    /** What decides how high a context tier the call can reach. */
    private static long mostInput(LlmRequest request) {
        // What is found, or stored elsewhere, is input as well.
        boolean bounded = request.unbounded().isEmpty() && request.webSearches() == 0;
        return bounded ? request.inputTokens() : Long.MAX_VALUE;
    }

    /** Model and validity. */
    @Override
    public String toString() {
        return provider() + "/" + model() + " from " + from + (to == null ? "" : " to " + to);
    }
}
