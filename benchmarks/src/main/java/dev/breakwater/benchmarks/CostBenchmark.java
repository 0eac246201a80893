/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.benchmarks;

import dev.breakwater.cost.price.CostCeiling;
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one call's cost takes to compute, beside the same sum in {@link BigDecimal}: three classes of tokens, plain and
 * with a multiplier; finding the price; and the ceiling of a request.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(1)
public class CostBenchmark {
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private final PriceBook book = PriceBook.bundled();
    private final Price price = Objects.requireNonNull(book.find("anthropic", "claude-opus-5.5", NOW));
    private final TokenUsage plain = usage(null);
    private final TokenUsage confined = usage("us");
    private final LlmRequest request = LlmRequest.of(LlmApi.ANTHROPIC_MESSAGES, "claude-opus-5.5")
            .inputTokens(20_000)
            .maxOutput(4096)
            .build();
    private final BigDecimal input = new BigDecimal("4");
    private final BigDecimal cached = new BigDecimal("0.20");
    private final BigDecimal output = new BigDecimal("20");
    private final BigDecimal us = new BigDecimal("1.1");

    private static TokenUsage usage(@Nullable String region) {
        return TokenUsage.builder()
                .tokens(TokenClass.IN_FRESH, 86)
                .tokens(TokenClass.CACHE_READ, 1920)
                .tokens(TokenClass.OUT_VISIBLE, 300)
                .region(region)
                .build();
    }

    /** At the list price. */
    @Benchmark
    public long exact() {
        return price.nanoUsd(plain);
    }

    /** The same sum. */
    @Benchmark
    public BigDecimal decimal() {
        return sum(plain).setScale(9, RoundingMode.HALF_EVEN);
    }

    /** Confined to a region, which costs a tenth more. */
    @Benchmark
    public long exactMultiplied() {
        return price.nanoUsd(confined);
    }

    /** The same sum. */
    @Benchmark
    public BigDecimal decimalMultiplied() {
        return sum(confined).multiply(us).setScale(9, RoundingMode.HALF_EVEN);
    }

    private BigDecimal sum(TokenUsage usage) {
        return BigDecimal.valueOf(usage.tokens(TokenClass.IN_FRESH))
                .multiply(input)
                .add(BigDecimal.valueOf(usage.tokens(TokenClass.CACHE_READ)).multiply(cached))
                .add(BigDecimal.valueOf(usage.tokens(TokenClass.OUT_VISIBLE)).multiply(output))
                .movePointLeft(6);
    }

    /** By the model's own name. */
    @Benchmark
    public @Nullable Price find() {
        return book.find("anthropic", "claude-opus-5.5", NOW);
    }

    /** By the name of a frozen version of an alias. */
    @Benchmark
    public @Nullable Price findVersion() {
        return book.find("anthropic", "claude-opus-5-5-20260922", NOW);
    }

    /** Before the call is made. */
    @Benchmark
    public CostCeiling ceiling() {
        return price.ceiling(request);
    }
}
