/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.cost.usage.CostOverflowException;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PriceTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private static Price price(String lines) {
        return PriceBook.parse(
                        "test",
                        "version: t\ncurrency: USD\nentries:\n  - {provider: p, model: m, from: 2026-01-01T00:00:00Z,"
                                + " source: s, checked: 2026-01-01, " + lines + "}")
                .prices()
                .get(0);
    }

    private static TokenUsage usage(long fresh, long read, long tool, long visible, long reasoning) {
        return TokenUsage.builder()
                .tokens(TokenClass.IN_FRESH, fresh)
                .tokens(TokenClass.CACHE_READ, read)
                .tokens(TokenClass.TOOL_IN, tool)
                .tokens(TokenClass.OUT_VISIBLE, visible)
                .tokens(TokenClass.OUT_REASONING, reasoning)
                .build();
    }

    @Nested
    class TheCost {
        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                        # what                                | model                 | fresh  | read   | tool | visible | reasoning | nano-USD
                        thoughts are output                   | gemini-2.5-pro        | 55021  | 0      | 0    | 923     | 785       | 85856250
                        the threshold itself is not above     | gemini-2.5-pro        | 200000 | 0      | 0    | 1000    | 0         | 260000000
                        one above re-rates the whole call     | gemini-2.5-pro        | 200001 | 0      | 0    | 1000    | 0         | 515002500
                        cached tokens count for the threshold | gemini-2.5-pro        | 200000 | 100000 | 0    | 1000    | 0         | 540000000
                        tool use counts for the threshold     | gemini-2.5-pro        | 200000 | 0      | 1    | 0       | 0         | 500002500
                        tool use is billed as input           | gemini-2.5-flash      | 0      | 0      | 40   | 0       | 0         | 12000
                        the smallest bundled model            | gemini-2.5-flash-lite | 200    | 0      | 0    | 150     | 0         | 80000
                        a current one                         | gemini-3.5-flash-lite | 200    | 0      | 0    | 150     | 0         | 435000
                        nothing used                          | gemini-2.5-pro        | 0      | 0      | 0    | 0       | 0         | 0
                        """)
        void isExactByTheBundledBook(
                String what, String model, long fresh, long read, long tool, long visible, long reasoning, long nano) {
            Price price = PriceBook.bundled().find("gcp.gemini", model, NOW);
            assertThat(price).isNotNull();
            assertThat(price.nanoUsd(usage(fresh, read, tool, visible, reasoning)))
                    .as(what)
                    .isEqualTo(nano);
        }

        @ParameterizedTest
        @CsvSource({
            "0.35, 1.05, 200, 150, 227500",
            "0.075, 0.30, 200, 150, 60000",
            "0.0001, 0, 999999, 0, 100000",
            "10000, 10000, 1, 1, 20000000",
        })
        void isExactForAnyPrice(String input, String output, long fresh, long visible, long nano) {
            assertThat(price("input: " + input + ", output: " + output).nanoUsd(usage(fresh, 0, 0, visible, 0)))
                    .isEqualTo(nano);
        }

        @ParameterizedTest
        @CsvSource({
            "1, 4", // 3.625
            "1000000, 3625000",
            "4, 14", // 14.5 goes to the even neighbour
            "12, 44", // 43.5 as well
            "0, 0",
        })
        void isRoundedOnceAndHalfToEven(long cachedTokens, long nano) {
            Price price = price("input: 1, cached-input: 0.003625, output: 1");
            assertThat(price.nanoUsd(usage(0, cachedTokens, 0, 0, 0))).isEqualTo(nano);
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                        # what                            | provider  | model                  | at         | fresh  | read   | w5m | w1h | w? | output | searches | nano-USD
                        the guide's call today            | openai    | gpt-6-luna             | 2026-11-22 | 200    | 0      | 0   | 0   | 0  | 150    | 0        | 95000
                        cached is not counted twice       | openai    | gpt-6.1-sol            | 2026-11-22 | 86     | 1920   | 0   | 0   | 0  | 300    | 0        | 3364000
                        the same with an older model      | openai    | gpt-4o                 | 2026-11-22 | 86     | 1920   | 0   | 0   | 0  | 300    | 0        | 5615000
                        after the cached rate fell        | anthropic | claude-sonnet-5.5      | 2026-10-08 | 4      | 1490   | 0   | 0   | 0  | 832    | 0        | 8477000
                        before it fell                    | anthropic | claude-sonnet-5.5      | 2026-10-06 | 4      | 1490   | 0   | 0   | 0  | 832    | 0        | 8626000
                        cache writes by their lifetime    | anthropic | claude-sonnet-5.5      | 2026-11-22 | 0      | 0      | 456 | 100 | 0  | 0      | 0        | 1540000
                        writes without one as the shortest| anthropic | claude-sonnet-5.5      | 2026-11-22 | 0      | 0      | 0   | 0   | 556| 0      | 0        | 1390000
                        writes at OpenAI                  | openai    | gpt-6-sol              | 2026-11-22 | 0      | 0      | 0   | 0   | 100| 0      | 0        | 250000
                        web searches                      | anthropic | claude-sonnet-5.5      | 2026-11-22 | 50     | 0      | 0   | 0   | 0  | 300    | 3        | 33100000
                        OpenAI's threshold is not above   | openai    | gpt-6-sol              | 2026-11-22 | 272000 | 0      | 0   | 0   | 0  | 1000   | 0        | 554000000
                        one above it                      | openai    | gpt-6-sol              | 2026-11-22 | 272001 | 0      | 0   | 0   | 0  | 1000   | 0        | 1103004000
                        cached tokens count for it        | openai    | gpt-6.1-sol            | 2026-11-22 | 172001 | 100000 | 0   | 0   | 0  | 1000   | 0        | 723004000
                        a small threshold is not above    | anthropic | claude-haiku-5.5       | 2026-11-22 | 100000 | 0      | 0   | 0   | 0  | 1000   | 0        | 10500000
                        one above it                      | anthropic | claude-haiku-5.5       | 2026-11-22 | 100001 | 0      | 0   | 0   | 0  | 1000   | 0        | 52500500
                        writes count for it               | anthropic | claude-haiku-5.5       | 2026-11-22 | 100000 | 0      | 1   | 0   | 0  | 0      | 0        | 50000625
                        searches cost the same above it   | anthropic | claude-haiku-5.5       | 2026-11-22 | 100001 | 0      | 0   | 0   | 0  | 0      | 1        | 60000500
                        an embedding                      | openai    | text-embedding-3-small | 2026-11-22 | 8      | 0      | 0   | 0   | 0  | 0      | 0        | 160
                        """)
        void isExactForOpenAiAndAnthropic(
                String what,
                String provider,
                String model,
                LocalDate day,
                long fresh,
                long read,
                long written5m,
                long written1h,
                long writtenUnspecified,
                long output,
                long searches,
                long nano) {
            Instant at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
            Price price = PriceBook.bundled().find(provider, model, at);
            assertThat(price).isNotNull();
            assertThat(price.nanoUsd(TokenUsage.builder()
                            .tokens(TokenClass.IN_FRESH, fresh)
                            .tokens(TokenClass.CACHE_READ, read)
                            .tokens(TokenClass.CACHE_WRITE_5M, written5m)
                            .tokens(TokenClass.CACHE_WRITE_1H, written1h)
                            .tokens(TokenClass.CACHE_WRITE, writtenUnspecified)
                            .tokens(TokenClass.OUT_VISIBLE, output)
                            .webSearches(searches)
                            .build()))
                    .as(what)
                    .isEqualTo(nano);
        }

        @Test
        void isRoundedOverTheWholeCallAndNotPerClass() {
            // 0.4 + 0.4 + 0.4 nano: one, where rounding each would give none.
            Price price = price("input: 0.0004, cached-input: 0.0004, output: 0.0004");
            assertThat(price.nanoUsd(usage(1, 1, 0, 1, 0))).isEqualTo(1);
        }
    }

    @Nested
    class WhatMultipliesIt {
        @ParameterizedTest
        @CsvSource({
            "in 1, 1", // 0.5 x 1.1 = 0.55
            "in 10, 6", // 5.5 goes to the even neighbour
            "in 30, 16", // 16.5 as well
            "in 100, 55",
        })
        void isAppliedBeforeTheOneRounding(String used, long nano) {
            Price price = price("input: 0.0005, output: 0, regions: {us: 1.1}");
            assertThat(price.nanoUsd(Usages.of(used + ", region us"))).isEqualTo(nano);
        }

        @Test
        void mayBeFinerThanWhatSixtyFourBitsHold() {
            // 10^12 tokens x 10^6 pico-USD x 1.2345 x 1.2345 x 1.2345 = 1.881365963625 x 10^18 pico-USD
            Price price =
                    price("input: 1, output: 0, service-tiers: {a: 1.2345}, speeds: {b: 1.2345}, regions: {c: 1.2345}");
            assertThat(price.nanoUsd(Usages.of("in 1000000000000, tier a, speed b, region c")))
                    .isEqualTo(1_881_365_963_625_000L);
        }

        @Test
        void isATypedErrorIfItsResultDoesNotFit() {
            Price price = price("input: 10000, output: 0, service-tiers: {a: 20}, speeds: {b: 20}, regions: {c: 20}");
            assertThatThrownBy(() -> price.nanoUsd(Usages.of("in 900000000, tier a, speed b, region c, search 0")))
                    .isInstanceOf(CostOverflowException.class);
        }

        @Test
        void isNamedByTheProvidersWordsInAnyCase() {
            Price price = price("input: 1, output: 0, service-tiers: {scale: 3}");
            assertThat(price.nanoUsd(Usages.of("in 1, tier SCALE"))).isEqualTo(3000);
            assertThat(price.nanoUsd(Usages.of("in 1, tier service_tier_scale")))
                    .isEqualTo(3000);
            assertThat(price.covers(Usages.of("in 1, tier scales"))).isEqualTo(Pricing.OTHER_TIER);
            assertThat(price.covers(Usages.of("in 1, tier SERVICE_TIER_"))).isEqualTo(Pricing.OTHER_TIER);
        }
    }

    @Nested
    class WithSeveralContextTiers {
        @ParameterizedTest
        @CsvSource({"10, 10000", "11, 22000", "20, 40000", "21, 63000"})
        void isThatOfTheHighestThresholdPassed(long input, long nano) {
            Price price = price("input: 1, output: 1, long-context: [{above: 10, input: 2, output: 2}, {above: 20,"
                    + " input: 3, output: 3}]");
            assertThat(price.nanoUsd(usage(input, 0, 0, 0, 0))).isEqualTo(nano);
        }
    }

    @Nested
    class OtherKindsOfContent {
        private final Price price =
                price("input: 1, cached-input: 0.1, output: 2, audio: {input: 10, output: 20}, image: {input: 5}");

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                in 1, audio 1, image 1       | 16000
                out 1, audio-out 1           | 22000
                in 1, read 1                 | 1100
                """)
        void costWhatIsNamedForThem(String used, long nano) {
            assertThat(price.nanoUsd(Usages.of(used))).isEqualTo(nano);
        }

        @ParameterizedTest
        @CsvSource({"audio-read 1", "image-out 1"})
        void areUnpricedWhereTheyHavePricesAndNotThisOne(String used) {
            assertThat(price.covers(Usages.of(used))).isEqualTo(Pricing.OTHER_MODALITY);
        }

        @Test
        void areUnpricedIfTheAnswerNotesThemAndDoesNotCount() {
            TokenUsage noted = TokenUsage.builder()
                    .tokens(TokenClass.IN_FRESH, 5)
                    .modality(Modality.AUDIO)
                    .build();
            assertThat(price.covers(noted)).isEqualTo(Pricing.OTHER_MODALITY);
        }
    }

    @Nested
    class APeak {
        private final PriceBook book = PriceBook.parse(
                "test",
                "version: t\ncurrency: USD\nentries:\n  - {provider: p, model: m, from: 2026-01-01T00:00:00Z, source: s,"
                        + " checked: 2026-01-01, input: 1, output: 1, peaks: [{multiplier: 3, zone: Asia/Shanghai, hours:"
                        + " ['09:00-12:00', '22:00-24:00'], days: [monday], except: [2026-11-30]}, {multiplier: 0.5,"
                        + " hours: ['00:00-24:00'], days: [sunday]}]}");

        @ParameterizedTest
        @CsvSource({
            "2026-11-23T00:59:59Z, 1000",
            "2026-11-23T01:00:00Z, 3000", // nine o'clock of a Monday there
            "2026-11-23T03:59:59Z, 3000",
            "2026-11-23T04:00:00Z, 1000",
            "2026-11-23T15:59:59Z, 3000", // the last second of that Monday
            "2026-11-23T16:00:00Z, 1000",
            "2026-11-30T01:00:00Z, 1000", // a holiday
            "2026-11-22T12:00:00Z, 500",
        })
        void holdsByTheDaysAndHoursOfItsZone(Instant at, long nano) {
            assertThat(book.find("p", "m", at).nanoUsd(usage(1, 0, 0, 0, 0))).isEqualTo(nano);
        }
    }

    @Nested
    class AnAmountThatDoesNotFit {
        @Test
        void isATypedErrorAndDoesNotWrap() {
            Price price = price("input: 0.35, output: 1.05");
            assertThatThrownBy(() -> price.nanoUsd(usage(1L << 62, 0, 0, 0, 0)))
                    .isInstanceOf(CostOverflowException.class);
            assertThatThrownBy(
                            () -> price.nanoUsd(usage(Long.MAX_VALUE / 350_000, 0, 0, Long.MAX_VALUE / 1_050_000, 0)))
                    .isInstanceOf(CostOverflowException.class);
            assertThatThrownBy(() -> usage(Long.MAX_VALUE, 1, 0, 0, 0).totalInput())
                    .isInstanceOf(CostOverflowException.class);
            assertThat(price.nanoUsd(usage(Long.MAX_VALUE / 350_000, 0, 0, 0, 0)))
                    .isEqualTo(9_223_372_036_854_500L);
        }
    }

    @Nested
    class AUsageThatIsNotCovered {
        @ParameterizedTest
        @EnumSource(
                value = Quality.class,
                names = {"ABSENT", "MALFORMED", "UNREADABLE"})
        void isUnknown(Quality quality) {
            Price price = price("input: 1, output: 1");
            TokenUsage unknown = TokenUsage.builder()
                    .tokens(TokenClass.IN_FRESH, 5)
                    .quality(quality)
                    .build();
            assertThat(price.covers(unknown))
                    .isEqualTo(
                            switch (quality) {
                                case ABSENT -> Pricing.NO_USAGE;
                                case MALFORMED -> Pricing.MALFORMED_USAGE;
                                default -> Pricing.UNREADABLE_ANSWER;
                            });
            assertThatIllegalArgumentException().isThrownBy(() -> price.nanoUsd(unknown));
        }

        @Test
        void readFromACacheWithoutAPrice() {
            assertThat(price("input: 1, output: 1").covers(usage(1, 1, 0, 0, 0)))
                    .isEqualTo(Pricing.NO_CACHE_PRICE);
            assertThat(price("input: 1, output: 1").covers(usage(1, 0, 0, 0, 0)))
                    .isEqualTo(Pricing.PRICED);
        }

        @ParameterizedTest
        @EnumSource(names = {"CACHE_WRITE_5M", "CACHE_WRITE_30M", "CACHE_WRITE_1H", "CACHE_WRITE_12H", "CACHE_WRITE"})
        void wroteToACacheWithoutAPrice(TokenClass written) {
            TokenUsage usage = TokenUsage.builder().tokens(written, 1).build();
            assertThat(price("input: 1, cached-input: 1, output: 1").covers(usage))
                    .isEqualTo(Pricing.NO_CACHE_PRICE);
            assertThat(price("input: 1, output: 1, cache-write-5m: 1, cache-write-30m: 1, cache-write-1h: 1,"
                                    + " cache-write-12h: 1")
                            .covers(usage))
                    .isEqualTo(Pricing.PRICED);
        }

        @Test
        void isNotCoveredInTheLongContextTierIfOnlyTheOtherHasThePrice() {
            Price price = price("input: 1, cached-input: 1, output: 1, long-context: {above: 10, input: 2, output: 2}");
            assertThat(price.covers(usage(9, 1, 0, 0, 0))).isEqualTo(Pricing.PRICED);
            assertThat(price.covers(usage(10, 1, 0, 0, 0))).isEqualTo(Pricing.NO_CACHE_PRICE);
        }

        @Test
        void searchedTheWebWithoutAPrice() {
            TokenUsage usage = TokenUsage.builder().webSearches(1).build();
            assertThat(price("input: 1, output: 1").covers(usage)).isEqualTo(Pricing.NO_SEARCH_PRICE);
            assertThat(price("input: 1, output: 1, web-search: 14").nanoUsd(usage))
                    .isEqualTo(14_000_000);
        }

        @Test
        void usedAToolWhoseFeeItsAnswerDoesNotTell() {
            TokenUsage usage = TokenUsage.builder().webSearches(1).toolCalls(1).build();
            assertThat(price("input: 1, output: 1, web-search: 14").covers(usage))
                    .isEqualTo(Pricing.NO_TOOL_PRICE);
        }

        @Test
        void wasServedAtAnotherSpeedOrInARegion() {
            Price price = price("input: 1, output: 1");
            assertThat(price.covers(TokenUsage.builder().speed("fast").build())).isEqualTo(Pricing.OTHER_TIER);
            assertThat(price.covers(TokenUsage.builder().region("us").build())).isEqualTo(Pricing.OTHER_TIER);
        }

        @Test
        void hasAModalityOrTierThatCostsSomethingElse() {
            Price price = price("input: 1, output: 1, excluded-modalities: [audio]");
            assertThat(price.covers(
                            TokenUsage.builder().modality(Modality.AUDIO).build()))
                    .isEqualTo(Pricing.OTHER_MODALITY);
            assertThat(price.covers(
                            TokenUsage.builder().modality(Modality.VIDEO).build()))
                    .isEqualTo(Pricing.PRICED);
            assertThat(price.covers(TokenUsage.builder().serviceTier("FLEX").build()))
                    .isEqualTo(Pricing.OTHER_TIER);
        }
    }
}
