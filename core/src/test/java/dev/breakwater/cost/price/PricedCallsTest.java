/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.usage.TokenUsage;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls by the bundled book, to the nano-dollar. What is expected was computed by hand, as the comments say. */
class PricedCallsTest {
    private static final PriceBook BOOK = PriceBook.bundled();

    @ParameterizedTest(name = "{0} at {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # what is expected, as rate in nano-USD per token x tokens
            # 100 x 200 + 500 x 150
            gpt-6-luna            | openai     | 2026-11-23           | in 200, out 150                           | 95000
            # 2000 x 86 + 100 x 1920 + 10000 x 300
            gpt-6.1-sol           | openai     | 2026-11-23           | in 86, read 1920, out 300                 | 3364000
            # 2500 x 86 + 1250 x 1920 + 10000 x 300
            gpt-4o                | openai     | 2026-11-23           | in 86, read 1920, out 300                 | 5615000
            # 2000 x 4 + 100 x 1490 + 10000 x 832; the day before the cached rate was 200
            claude-sonnet-5.5     | anthropic  | 2026-10-08           | in 4, read 1490, out 832                  | 8477000
            claude-sonnet-5.5     | anthropic  | 2026-10-06           | in 4, read 1490, out 832                  | 8626000
            # 2500 x 456 + 4000 x 100; without a split all 556 as the shortest
            claude-sonnet-5.5     | anthropic  | 2026-11-23           | write-5m 456, write-1h 100                | 1540000
            claude-sonnet-5.5     | anthropic  | 2026-11-23           | write 556                                 | 1390000
            # 2000 x 50 + 10000 x 300 + 10000000 x 3
            claude-sonnet-5.5     | anthropic  | 2026-11-23           | in 50, out 300, search 3                  | 33100000
            # 1250 x 55021 + 10000 x (923 + 785)
            gemini-2.5-pro        | gcp.gemini | 2026-11-23           | in 55021, out 923, thought 785            | 85856250
            # 1250 x 200000 + 10000 x 1000; one token more: 2500 and 15000
            gemini-2.5-pro        | gcp.gemini | 2026-11-23           | in 200000, out 1000                       | 260000000
            gemini-2.5-pro        | gcp.gemini | 2026-11-23           | in 200001, out 1000                       | 515002500
            # 2500 x 200000 + 250 x 100000 + 15000 x 1000
            gemini-2.5-pro        | gcp.gemini | 2026-11-23           | in 200000, read 100000, out 1000          | 540000000
            # 2000 x 272000 + 10000 x 1000; one more: 4000 and 15000
            gpt-6-sol             | openai     | 2026-11-23           | in 272000, out 1000                       | 554000000
            gpt-6-sol             | openai     | 2026-11-23           | in 272001, out 1000                       | 1103004000
            # 100 x 100000 + 500 x 1000; one more: 500 and 2500
            claude-haiku-5.5      | anthropic  | 2026-11-23           | in 100000, out 1000                       | 10500000
            claude-haiku-5.5      | anthropic  | 2026-11-23           | in 100001, out 1000                       | 52500500
            # 300 x 100 + 1000 x 900 + 2500 x 50; cached audio is 100
            gemini-2.5-flash      | gcp.gemini | 2026-11-23           | in 100, audio 900, out 50                 | 1055000
            gemini-2.5-flash      | gcp.gemini | 2026-11-23           | in 100, audio-read 900, out 50            | 245000
            # 20 x 8
            text-embedding-3-small| openai     | 2026-11-23           | in 8                                      | 160
            # (1000 x 1000 + 5000 x 500) / 2
            claude-haiku-4.5      | anthropic  | 2026-11-23           | in 1000, out 500, tier batch              | 1750000
            claude-haiku-4.5      | anthropic  | 2026-11-23           | in 1000, out 500, tier standard           | 3500000
            # (4000 x 25 + 20000 x 150) x 1.1, and twice that for the fast one
            claude-opus-5.5       | anthropic  | 2026-11-23           | in 25, out 150, region us                 | 3410000
            claude-opus-5.5       | anthropic  | 2026-11-23           | in 25, out 150, region us, speed fast     | 6820000
            # and half of it in a batch; a fee is not multiplied
            claude-opus-5.5       | anthropic  | 2026-11-23           | in 25, out 150, region us, tier batch     | 1705000
            claude-opus-5.5       | anthropic  | 2026-11-23           | in 25, out 150, search 1, tier batch      | 11550000
            # Flex was asked for and not given: full price. 2000 x 100 + 10000 x 10
            gpt-6-sol             | openai     | 2026-11-23           | in 100, out 10, tier default              | 300000
            gpt-6-sol             | openai     | 2026-11-23           | in 100, out 10, tier flex                 | 150000
            gpt-6-sol             | openai     | 2026-11-23           | in 100, out 10, tier priority             | 600000
            # Google's words for the same
            gemini-2.5-flash      | gcp.gemini | 2026-11-23           | in 100, out 50, tier ON_DEMAND            | 155000
            gemini-2.5-flash      | gcp.gemini | 2026-11-23           | in 100, out 50, tier ON_DEMAND_FLEX       | 77500
            gemini-2.5-flash      | gcp.gemini | 2026-11-23           | in 100, out 50, tier SERVICE_TIER_FLEX    | 77500
            gemini-3.7-flash      | gcp.gemini | 2026-11-23           | in 100, out 10, tier priority             | 202500
            # A rise that was announced and taken back: 2000 and 10000 before and after, not 3000 and 15000
            claude-sonnet-5       | anthropic  | 2026-08-31           | in 10, out 10                             | 120000
            claude-sonnet-5       | anthropic  | 2026-09-02           | in 10, out 10                             | 120000
            # An image out is 30000 a token, 1290 of them an image; in, as text
            gemini-2.5-flash-image| gcp.gemini | 2026-11-23           | in 10, image 100, image-out 1290          | 38733000
            # 1000 x (10 + 20) + 12000000 for the call
            sonar                 | perplexity | 2026-11-23           | in 10, out 20                             | 12030000
            # Bedrock: 5500 x 10 + 27500 x 10 in a region, 5000 and 25000 by the global profile
            us.anthropic.claude-opus-5                        | aws.bedrock | 2026-11-23 | in 10, out 10  | 330000
            anthropic.claude-opus-5                           | aws.bedrock | 2026-11-23 | in 10, out 10  | 330000
            global.anthropic.claude-opus-5                    | aws.bedrock | 2026-11-23 | in 10, out 10  | 300000
            global.anthropic.claude-haiku-4-5-20251001-v1:0   | aws.bedrock | 2026-11-23 | in 10, out 10  | 60000
            eu.anthropic.claude-haiku-4-5-20251001-v1:0       | aws.bedrock | 2026-11-23 | in 10, out 10  | 66000
            us.amazon.nova-micro-v1:0                         | aws.bedrock | 2026-11-23 | in 1000, out 0 | 35000
            arn:aws:bedrock:us-east-1:1:inference-profile/us.amazon.nova-lite-v1:0 | aws.bedrock | 2026-11-23 | in 1000 | 60000
            """)
    void costWhatTheirListPricesSay(String model, String provider, LocalDate day, String used, long nano) {
        assertThat(nanoUsd(provider, model, day.atStartOfDay(ZoneOffset.UTC).toInstant(), Usages.of(used)))
                .isEqualTo(nano);
    }

    /** 150 nano-USD a token in, 3 from the cache, 600 out; twice that at a peak. 1001 x 150 + 1 x 3 + 1 x 600 = 150753. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:59:59Z, 150753", // a Monday
        "2026-11-23T01:00:00Z, 301506",
        "2026-11-23T03:59:59Z, 301506",
        "2026-11-23T04:00:00Z, 150753",
        "2026-11-23T06:00:00Z, 301506",
        "2026-11-23T10:00:00Z, 150753",
        "2026-11-27T09:59:59Z, 301506", // a Friday
        "2026-11-28T02:00:00Z, 150753",
        "2026-11-29T02:00:00Z, 150753",
    })
    void costMoreAtThePeaksOfDeepSeek(Instant at, long nano) {
        assertThat(nanoUsd("deepseek", "deepseek-flash", at, Usages.of("in 1001, read 1, out 1")))
                .isEqualTo(nano);
    }

    /** The instant at which it took effect is no midnight. */
    @ParameterizedTest
    @CsvSource({"2026-08-16T15:59:59Z, false", "2026-08-16T16:00:00Z, true"})
    void havePricesFromAnInstantOn(Instant at, boolean known) {
        assertThat(BOOK.find("deepseek", "deepseek-v4-pro", at) != null).isEqualTo(known);
    }

    @ParameterizedTest
    @CsvSource({
        "openai,      gpt-4o,              tier priority,    OTHER_TIER",
        "openai,      gpt-6-sol,           region eu,        OTHER_TIER",
        "anthropic,   claude-haiku-4.5,    region us,        OTHER_TIER",
        "anthropic,   claude-sonnet-5.5,   speed fast,       OTHER_TIER",
        "anthropic,   claude-opus-5.5,     tier priority,    OTHER_TIER",
        "gcp.gemini,  gemini-2.5-pro,      tier PROVISIONED_THROUGHPUT, OTHER_TIER",
        "gcp.gemini,  gemini-2.5-flash,    search 1,         NO_SEARCH_PRICE",
        "gcp.gemini,  gemini-2.5-flash,    audio-out 1,      OTHER_MODALITY",
        "openai,      gpt-4o,              audio 1,          OTHER_MODALITY",
        "openai,      gpt-4o,              write 1,          NO_CACHE_PRICE",
    })
    void areUnpricedWhereNoSourceNamesAPrice(String provider, String model, String used, Pricing why) {
        Price price = BOOK.find(provider, model, Instant.parse("2026-11-23T00:00:00Z"));
        assertThat(price).isNotNull();
        assertThat(price.covers(Usages.of(used))).isEqualTo(why);
    }

    @ParameterizedTest
    @CsvSource({
        "openai,        gpt-6-solx",
        "aws.bedrock,   xx.anthropic.claude-opus-5",
        "aws.bedrock,   us-gov.anthropic.claude-opus-5",
        "aws.bedrock,   anthropic.claude-opus-5x",
        "aws.bedrock,   arn:aws:bedrock:us-east-1:1:application-inference-profile/abc",
        "gcp.vertex_ai, claude-opus-5@20260729",
        "ollama,        llama3",
    })
    void ofUnknownModelsHaveNoPrice(String provider, String model) {
        assertThat(BOOK.find(provider, model, Instant.parse("2026-11-23T00:00:00Z")))
                .isNull();
    }

    private static long nanoUsd(String provider, String model, Instant at, TokenUsage usage) {
        Price price = BOOK.find(provider, model, at);
        assertThat(price).isNotNull();
        return price.nanoUsd(usage);
    }
}
