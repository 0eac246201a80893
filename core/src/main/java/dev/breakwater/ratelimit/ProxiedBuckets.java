/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.VerboseResult;
import java.util.concurrent.CompletableFuture;

/**
 * The buckets behind a proxy manager, asked without making the asking thread wait. Each call is one command to the
 * manager, and a second one where the bucket is new or its limits have changed.
 */
interface ProxiedBuckets {
    /** Takes the charge if there is enough; says what the bucket was then like. */
    CompletableFuture<VerboseResult<Boolean>> take(Charge charge);

    /** Takes more tokens from the charge's bucket, whether they are there or not; a negative number gives back. */
    CompletableFuture<? extends VerboseResult<?>> adjust(Charge charge, long more);

    /** Puts these limits in place of those of the charge's bucket, filled in proportion. */
    CompletableFuture<? extends VerboseResult<?>> replace(Charge charge, BucketConfiguration limits);

    /** The name of the charge's bucket. */
    static String key(Charge charge) {
        return charge.bucket();
    }
}
