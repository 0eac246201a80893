/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Whatever a call uses within its bounds, and whichever tier answers of those it permits: it costs no more than its ceiling. */
class CeilingPropertyTest {
    private static final List<String> TIERS = List.of("batch", "flex", "priority");
    private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");

    @Property(tries = 10_000)
    void noCallCostsMoreThanItsCeiling(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Price entry = new Price(entry(random));
        LlmRequest request = request(random);
        Instant begun = MONDAY.plusSeconds(random.nextLong(7 * 86_400));
        Instant billed = begun.plus(Duration.ofSeconds(random.nextLong(3601)));

        CostCeiling ceiling = entry.at(begun).ceiling(request);
        TokenUsage usage = usage(random, request);

        long most = ceiling.fixedNanoUsd() + ceiling.nanoUsdPerToken() * usage.totalOutput();
        assertThat(entry.at(begun).covers(usage)).isEqualTo(Pricing.PRICED);
        assertThat(entry.at(begun).nanoUsd(usage)).isBetween(0L, most);
        assertThat(entry.at(billed).nanoUsd(usage)).isBetween(0L, most);
    }

    private static PriceEntry entry(SplittableRandom random) {
        PriceEntry entry = new PriceEntry(0);
        List<Long> above = new ArrayList<>();
        List<Rates> rates = new ArrayList<>();
        for (long threshold = 0; random.nextInt(3) > 0 && above.size() < 3; ) {
            threshold += 1 + random.nextLong(500);
            above.add(threshold);
            rates.add(rates(random));
        }
        entry.rates = new ContextRates(rates(random), above, rates);
        entry.serviceTiers =
                new Multipliers(TIERS, List.of(multiplier(random), multiplier(random), multiplier(random)));
        entry.speeds = new Multipliers(List.of("fast"), List.of(multiplier(random)));
        entry.regions = new Multipliers(List.of("us"), List.of(multiplier(random)));
        if (random.nextBoolean()) {
            int begin = random.nextInt(1400);
            entry.peaks.add(new Peak(
                    multiplier(random),
                    ZoneOffset.UTC,
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    List.of(new Peak.Hours(begin, begin + 1 + random.nextInt(1440 - begin))),
                    Set.of()));
        }
        return entry;
    }

    private static Multiplier multiplier(SplittableRandom random) {
        return Multiplier.of(BigDecimal.valueOf(1 + random.nextLong(30_000), 4));
    }

    private static Rates rates(SplittableRandom random) {
        return tokens(random)
                .modality(Modality.AUDIO, tokens(random))
                .search(random.nextLong(20_000_000_000L))
                .request(random.nextLong(20_000_000_000L))
                .build();
    }

    private static Rates.Builder tokens(SplittableRandom random) {
        Rates.Builder rates = Rates.builder();
        for (TokenClass tokenClass : TokenClass.values()) {
            rates.token(tokenClass, random.nextLong(50_000_000));
        }
        return rates;
    }

    private static LlmRequest request(SplittableRandom random) {
        return LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "m")
                .inputTokens(random.nextLong(2000))
                .maxOutput(random.nextLong(2000))
                .webSearches(random.nextInt(3) == 0 ? random.nextLong(5) : 0)
                .serviceTier(oneOf(random, null, "auto", "batch", "flex", "priority", "default"))
                .speed(oneOf(random, null, "fast"))
                .region(oneOf(random, null, "us"))
                .build();
    }

    private static TokenUsage usage(SplittableRandom random, LlmRequest request) {
        TokenUsage.Builder usage = TokenUsage.builder();
        long input = random.nextLong(request.inputTokens() + 1);
        long output = random.nextLong(request.maxOutput() + 1);
        for (TokenClass tokenClass : TokenClass.values()) {
            for (Modality modality : List.of(Modality.TEXT, Modality.AUDIO)) {
                long count = random.nextLong((tokenClass.isInput() ? input : output) + 1);
                usage.tokens(tokenClass, modality, count);
                input -= tokenClass.isInput() ? count : 0;
                output -= tokenClass.isInput() ? 0 : count;
            }
        }
        return usage.webSearches(random.nextLong(request.webSearches() + 1))
                .serviceTier(answered(random, request.serviceTier()))
                .speed(oneOf(random, null, request.speed()))
                .region(oneOf(random, null, request.region()))
                .build();
    }

    private static @Nullable String answered(SplittableRandom random, @Nullable String asked) {
        return "auto".equals(asked)
                ? oneOf(random, null, "batch", "flex", "priority")
                : oneOf(random, null, "default", asked);
    }

    private static @Nullable String oneOf(SplittableRandom random, @Nullable String... words) {
        return words[random.nextInt(words.length)];
    }
}
