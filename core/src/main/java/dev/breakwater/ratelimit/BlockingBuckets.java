/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.VerboseBucket;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Buckets behind a manager that blocks: on threads that are there for it. */
final class BlockingBuckets implements ProxiedBuckets {
    private final ProxyManager<String> manager;
    private final PolicyVersions versions;
    private final Executor executor;

    BlockingBuckets(ProxyManager<String> manager, PolicyVersions versions, Executor executor) {
        this.manager = manager;
        this.versions = versions;
        this.executor = executor;
    }

    @Override
    public CompletableFuture<VerboseResult<Boolean>> take(Charge charge) {
        return CompletableFuture.supplyAsync(
                () -> charge.tokens() == 0
                        ? bucket(charge).getAvailableTokens().withValue(true)
                        : bucket(charge).tryConsume(charge.tokens()),
                executor);
    }

    @Override
    public CompletableFuture<? extends VerboseResult<?>> adjust(Charge charge, long more) {
        return CompletableFuture.supplyAsync(() -> adjusted(bucket(charge), more), executor);
    }

    private static VerboseResult<?> adjusted(VerboseBucket bucket, long more) {
        if (more == 0) {
            return bucket.getAvailableTokens();
        }
        return more > 0 ? bucket.consumeIgnoringRateLimits(more) : bucket.addTokens(-more);
    }

    @Override
    public CompletableFuture<? extends VerboseResult<?>> replace(Charge charge, BucketConfiguration limits) {
        return CompletableFuture.supplyAsync(
                () -> bucket(charge).replaceConfiguration(limits, TokensInheritanceStrategy.PROPORTIONALLY), executor);
    }

    private VerboseBucket bucket(Charge charge) {
        String key = ProxiedBuckets.key(charge);
        return manager.builder()
                .withImplicitConfigurationReplacement(
                        versions.of(charge.policy()), TokensInheritanceStrategy.PROPORTIONALLY)
                .build(key, () -> configuration(key, charge.policy().bucket()))
                .asVerbose();
    }

    private BucketConfiguration configuration(String key, BucketConfiguration wanted) {
        try {
            VerboseResult<Long> there = manager.builder()
                    .build(key, BlockingBuckets::none)
                    .asVerbose()
                    .getAvailableTokens();
            return BucketConfigurations.inheriting(there.getState(), wanted);
        } catch (AsyncBuckets.NoBucketException isNew) {
            return wanted;
        }
    }

    private static BucketConfiguration none() {
        throw new AsyncBuckets.NoBucketException();
    }
}
