/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cost.usage.CostOverflowException;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCeilingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private static final String PRICE = "input: 1, cached-input: 0.1, cache-write-1h: 2, output: 5, web-search: 10,"
            + " request: 3, service-tiers: {batch: 0.5, flex: 0.5, priority: 1.75}, speeds: {fast: 2},"
            + " regions: {us: 1.1}, long-context: {above: 1000, input: 2, output: 10}, audio: {input: 3, output: 4}";

    private static Price price(String lines) {
        return PriceBook.parse(
                        "test",
                        "version: t\ncurrency: USD\nentries:\n  - {provider: p, model: m, from: 2026-01-01T00:00:00Z,"
                                + " source: s, checked: 2026-01-01, " + lines + "}")
                .find("p", "m", NOW);
    }

    private static LlmRequest.Builder request(long bytes) {
        return LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "m").inputTokens(bytes);
    }

    /** The dearest input is audio at 3000 nano-USD a token, the dearest output text at 5000, and 3000000 the call. */
    @ParameterizedTest
    @CsvSource({
        "1000,           ,     ,   , 6000000, 5000",
        "1001,           ,     ,   , 6003000, 10000", // the other context is within reach
        "1000, flex,           ,   , 6000000, 5000", // may be answered by the standard tier
        "1000, priority,       ,   , 8250000, 8750",
        "1000, auto,           ,   , 8250000, 8750", // may be any
        "1000, AUTO,           ,   , 8250000, 8750",
        "1000,           , fast,   , 9000000, 10000",
        "1000,           , fast, us, 9600000, 11000",
        "1000, default, standard, global, 6000000, 5000",
    })
    void isTheDearestThatTheRequestPermits(
            long bytes, String tier, String speed, String region, long fixed, long perToken) {
        LlmRequest asked =
                request(bytes).serviceTier(tier).speed(speed).region(region).build();
        assertThat(price(PRICE).ceiling(asked)).isEqualTo(new CostCeiling(fixed, perToken));
    }

    @Test
    void countsSearchesAndTheContextThatTheyCanReach() {
        assertThat(price(PRICE).ceiling(request(1000).webSearches(5).build()))
                .isEqualTo(new CostCeiling(3_000_000 + 3_000_000 + 50_000_000, 10_000));
        assertThat(price(PRICE).ceiling(request(1000).unbounded("image_url").build()))
                .isEqualTo(new CostCeiling(3_000_000 + 3_000_000, 10_000));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:59:00Z, 2000", // a peak begins within the hour
        "2026-11-22T23:59:00Z, 1000",
        "2026-11-23T03:59:00Z, 2000",
        "2026-11-23T04:00:00Z, 1000",
    })
    void reckonsWithAPeakThatBeginsDuringTheCall(Instant at, long perToken) {
        PriceBook book = PriceBook.parse(
                "test",
                "version: t\ncurrency: USD\nentries:\n  - {provider: p, model: m, from: 2026-01-01T00:00:00Z, source: s,"
                        + " checked: 2026-01-01, input: 1, output: 1, peaks: [{multiplier: 2, hours: ['01:00-04:00']}]}");
        assertThat(book.find("p", "m", at).ceiling(request(0).build()).nanoUsdPerToken())
                .isEqualTo(perToken);
    }

    @Test
    void isRoundedUp() {
        assertThat(price("input: 0.0004, output: 0.0004").ceiling(request(3).build()))
                .isEqualTo(new CostCeiling(2, 1));
    }

    @ParameterizedTest
    @CsvSource({"turbo, , , OTHER_TIER", ", turbo, , OTHER_TIER", ", , eu, OTHER_TIER"})
    void isUnknownIfWhatIsAskedForHasNoPrice(String tier, String speed, String region, Pricing why) {
        LlmRequest asked =
                request(1).serviceTier(tier).speed(speed).region(region).build();
        assertThat(price(PRICE).covers(asked)).isEqualTo(why);
        assertThatIllegalArgumentException().isThrownBy(() -> price(PRICE).ceiling(asked));
    }

    @Test
    void isUnknownIfASearchIsPossibleAndHasNoPrice() {
        Price price = price("input: 1, output: 1");
        assertThat(price.covers(request(1).build())).isEqualTo(Pricing.PRICED);
        assertThat(price.covers(request(1).webSearches(1).build())).isEqualTo(Pricing.NO_SEARCH_PRICE);
    }

    @Test
    void thatDoesNotFitIsATypedError() {
        assertThatThrownBy(() -> price(PRICE).ceiling(request(1L << 62).build()))
                .isInstanceOf(CostOverflowException.class);
    }
}
