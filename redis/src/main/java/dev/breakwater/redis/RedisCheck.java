/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.health.HealthStatus;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Whether Redis answers, as the link knows anyway. */
final class RedisCheck implements HealthCheck {
    // Nothing is known before the first attempt to connect has ended, and every start would look like an outage.
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LettuceLink link;
    private final TimeSource time;

    RedisCheck(LettuceLink link, TimeSource time) {
        this.link = link;
        this.time = time;
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public HealthResult check() {
        Breaker.Outage outage = link.outage();
        if (outage == null) {
            return new HealthResult(HealthStatus.UP, up());
        }
        return isStart(outage)
                ? new HealthResult(HealthStatus.UP, Fault.NOT_CONNECTED.reason())
                : HealthResult.down(outage.reason() + ", since " + outage.since());
    }

    /** Limits and budgets go on without it, as each says. */
    @Override
    public boolean critical() {
        return false;
    }

    /** Every instance asks the same Redis. */
    @Override
    public Scope scope() {
        return Scope.SHARED;
    }

    @Override
    public Kind kind() {
        return Kind.DATASTORE;
    }

    @Override
    public boolean isPassive() {
        return true;
    }

    private boolean isStart(Breaker.Outage outage) {
        return outage.reason().equals(Fault.NOT_CONNECTED.reason()) && time.nanoTime() - outage.nanos() < START_NANOS;
    }

    private String up() {
        int instances = link.instances();
        String evicts = link.evicts();
        return String.format(
                        Locale.ROOT,
                        "%d %s, last answer after %.1f ms",
                        instances,
                        instances == 1 ? "instance" : "instances",
                        link.roundTripNanos() / 1e6)
                + (evicts == null ? "" : "; maxmemory-policy " + evicts + " may throw buckets away");
    }
}
