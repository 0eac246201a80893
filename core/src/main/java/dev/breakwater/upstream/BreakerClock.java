/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.exchange.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The steady clock in the shape that Resilience4j asks for: setting the wall clock changes no wait. */
final class BreakerClock extends Clock {
    private final TimeSource time;
    private final long origin;

    BreakerClock(TimeSource time) {
        this.time = time;
        origin = time.nanoTime();
    }

    long nanos() {
        return time.nanoTime() - origin;
    }

    @Override
    public Instant instant() {
        return Instant.EPOCH.plusNanos(nanos());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
