/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.architecture.samples.good.ratelimit;

import dev.breakwater.architecture.samples.good.exchange.Kernel;
import dev.breakwater.architecture.samples.good.health.Check;
import io.github.bucket4j.Bucket;

/** Uses the kernel, the health SPI and its own library. */
public final class Limit implements Check {
    private final Bucket bucket = Bucket.builder()
            .addLimit(limit ->
                    limit.capacity(new Kernel().name().length()).refillGreedy(1, java.time.Duration.ofSeconds(1)))
            .build();

    @Override
    public boolean up() {
        return bucket.tryConsume(1);
    }
}
