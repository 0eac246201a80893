/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TokensInheritanceStrategy;
import io.github.bucket4j.VerboseResult;
import io.github.bucket4j.distributed.AsyncVerboseBucket;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Buckets behind a manager that never blocks. */
final class AsyncBuckets implements ProxiedBuckets {
    private final AsyncProxyManager<String> manager;
    private final PolicyVersions versions;

    AsyncBuckets(AsyncProxyManager<String> manager, PolicyVersions versions) {
        this.manager = manager;
        this.versions = versions;
    }

    @Override
    public CompletableFuture<VerboseResult<Boolean>> take(Charge charge) {
        AsyncVerboseBucket bucket = bucket(charge);
        return charge.tokens() == 0
                ? bucket.getAvailableTokens().thenApply(look -> look.withValue(true))
                : bucket.tryConsume(charge.tokens());
    }

    @Override
    public CompletableFuture<? extends VerboseResult<?>> adjust(Charge charge, long more) {
        AsyncVerboseBucket bucket = bucket(charge);
        if (more == 0) {
            return bucket.getAvailableTokens();
        }
        return more > 0 ? bucket.consumeIgnoringRateLimits(more) : bucket.addTokens(-more);
    }

    @Override
    public CompletableFuture<? extends VerboseResult<?>> replace(Charge charge, BucketConfiguration limits) {
        return bucket(charge).replaceConfiguration(limits, TokensInheritanceStrategy.PROPORTIONALLY);
    }

    private AsyncVerboseBucket bucket(Charge charge) {
        String key = ProxiedBuckets.key(charge);
        return manager.builder()
                .withImplicitConfigurationReplacement(
                        versions.of(charge.policy()), TokensInheritanceStrategy.PROPORTIONALLY)
                .build(key, () -> configuration(key, charge.policy().bucket()))
                .asVerbose();
    }

    private CompletableFuture<BucketConfiguration> configuration(String key, BucketConfiguration wanted) {
        return manager.builder()
                .build(key, () -> CompletableFuture.failedFuture(new NoBucketException()))
                .asVerbose()
                .getAvailableTokens()
                .handle((there, fault) -> there == null
                        ? NoBucketException.orThrow(wanted, fault)
                        : BucketConfigurations.inheriting(there.getState(), wanted));
    }

    /** There is nothing to inherit from. */
    static final class NoBucketException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoBucketException() {
            super("no bucket (expected: one, or that it is made now)", null, false, false);
        }

        static BucketConfiguration orThrow(BucketConfiguration wanted, Throwable fault) {
            Throwable cause =
                    fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
            if (cause instanceof NoBucketException) {
                return wanted;
            }
            throw new CompletionException(cause);
        }
    }
}
