/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.awaitility.Awaitility.await;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.policy.Problems;
import java.time.Duration;
import java.util.Objects;

/** Links for tests. */
final class Links {
    /** How soon Redis is used again once it is back. */
    static final Duration BACK = Duration.ofSeconds(2);

    private Links() {}

    static RedisSettings settings(String url) {
        return new RedisSettings(url, Duration.ofMillis(50), "test", false, false, 1);
    }

    /** A link that may not be connected yet. */
    static LettuceLink opening(String url) {
        return opening(settings(url));
    }

    static LettuceLink opening(RedisSettings settings) {
        Problems problems = new Problems();
        RedisAddress address = RedisAddress.read(settings, problems);
        problems.throwIfInvalid();
        return LettuceLink.open(settings, Objects.requireNonNull(address), TimeSource.system());
    }

    /** A link that is connected. */
    static LettuceLink open(String url) {
        return awaitUp(opening(url), Duration.ofSeconds(10));
    }

    /** Waits until Redis is asked again. */
    static LettuceLink awaitUp(LettuceLink link, Duration atMost) {
        await().alias("Redis is asked again")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(atMost)
                .until(() -> link.away() == null);
        return link;
    }

    static LettuceLink awaitAway(LettuceLink link) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(7))
                .until(() -> link.away() != null);
        return link;
    }
}
