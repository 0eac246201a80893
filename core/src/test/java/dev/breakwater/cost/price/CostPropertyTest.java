/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.UsageReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class CostPropertyTest {
    private static final int MAX_TOKENS = 50_000_000;

    @Provide
    Arbitrary<TokenUsage> usages() {
        Arbitrary<Integer> tokens = Arbitraries.integers().between(0, MAX_TOKENS);
        return Combinators.combine(tokens, tokens, tokens, tokens, tokens)
                .as((fresh, read, tool, visible, reasoning) -> TokenUsage.builder()
                        .tokens(TokenClass.IN_FRESH, fresh)
                        .tokens(TokenClass.CACHE_READ, read)
                        .tokens(TokenClass.TOOL_IN, tool)
                        .tokens(TokenClass.OUT_VISIBLE, visible)
                        .tokens(TokenClass.OUT_REASONING, reasoning)
                        .build());
    }

    @Provide
    Arbitrary<Rates> rates() {
        Arbitrary<Long> rate = Arbitraries.longs().between(0, 100_000_000);
        return Combinators.combine(rate, rate, rate)
                .as((input, cached, output) -> Rates.builder()
                        .input(input)
                        .token(TokenClass.CACHE_READ, cached)
                        .output(output)
                        .build());
    }

    @Property
    void costIsWhatDecimalArithmeticSaysAndNeverNegative(
            @ForAll("usages") TokenUsage usage, @ForAll("rates") Rates rates) {
        long nano = Exact.toNano(rates.picoUsd(usage));
        assertThat(nano).isNotNegative().isEqualTo(decimal(usage, rates));
    }

    private static long decimal(TokenUsage usage, Rates rates) {
        long input = usage.tokens(TokenClass.IN_FRESH) + usage.tokens(TokenClass.TOOL_IN);
        return BigDecimal.valueOf(input)
                .multiply(BigDecimal.valueOf(rates.of(TokenClass.IN_FRESH)))
                .add(BigDecimal.valueOf(usage.tokens(TokenClass.CACHE_READ))
                        .multiply(BigDecimal.valueOf(rates.of(TokenClass.CACHE_READ))))
                .add(BigDecimal.valueOf(usage.totalOutput())
                        .multiply(BigDecimal.valueOf(rates.of(TokenClass.OUT_VISIBLE))))
                .divide(BigDecimal.valueOf(1000), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }

    @Property
    void costOfTwoCallsIsTheSumWithinOneRounding(
            @ForAll("usages") TokenUsage one, @ForAll("usages") TokenUsage other, @ForAll("rates") Rates rates) {
        TokenUsage.Builder both = TokenUsage.builder();
        for (TokenClass tokenClass : TokenClass.values()) {
            both.tokens(tokenClass, one.tokens(tokenClass) + other.tokens(tokenClass));
        }
        long sum = Exact.toNano(rates.picoUsd(one)) + Exact.toNano(rates.picoUsd(other));
        assertThat(Exact.toNano(rates.picoUsd(both.build())) - sum).isBetween(-1L, 1L);
    }

    @Property
    void aWellFormedAnswerKeepsEveryToken(
            @ForAll @LongRange(max = 1L << 40) long prompt,
            @ForAll @LongRange(max = 1L << 40) long candidates,
            @ForAll @LongRange(max = 1L << 40) long thoughts,
            @ForAll @LongRange(max = 1L << 40) long toolUse) {
        String body = "{\"usageMetadata\":{\"promptTokenCount\":" + prompt + ",\"candidatesTokenCount\":" + candidates
                + ",\"thoughtsTokenCount\":" + thoughts + ",\"toolUsePromptTokenCount\":" + toolUse
                + ",\"totalTokenCount\":" + (prompt + candidates + thoughts + toolUse) + "}}";
        TokenUsage usage = UsageReader.read(LlmApi.GEMINI_GENERATE_CONTENT, body.getBytes(UTF_8));
        assertThat(usage.quality()).isEqualTo(TokenUsage.Quality.EXACT);
        assertThat(usage.totalInput()).isEqualTo(prompt + toolUse);
        assertThat(usage.totalOutput()).isEqualTo(candidates + thoughts);
    }

    @Property
    void anyBytesAreAnswered(@ForAll LlmApi api, @ForAll byte[] body) {
        assertThat(UsageReader.read(api, body).totalInput()).isNotNegative();
    }
}
