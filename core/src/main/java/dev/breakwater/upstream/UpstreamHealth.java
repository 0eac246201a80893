/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.upstream.KillSwitchChanged.By;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The health of an upstream, by what its calls have shown: nothing is called for it. It is everybody's, and there may be
 * a fallback, so it never takes the service down.
 */
final class UpstreamHealth implements HealthCheck {
    private final String name;
    private final Supplier<UpstreamState> state;

    UpstreamHealth(String upstream, Supplier<UpstreamState> state) {
        name = "upstream-" + upstream;
        this.state = state;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Scope scope() {
        return Scope.SHARED;
    }

    @Override
    public boolean critical() {
        return false;
    }

    /** Only a look at what is known. */
    @Override
    public boolean isPassive() {
        return true;
    }

    @Override
    public HealthResult check() {
        UpstreamState now = state.get();
        // First, for what the breaker learnt before says nothing about an upstream that is not called.
        if (now.isDisabled()) {
            return HealthResult.degraded("disabled by " + holders(now));
        }
        return switch (now.breaker()) {
            case OPEN -> HealthResult.down("too many calls failed, so that none is made: the breaker is open");
            case HALF_OPEN -> HealthResult.degraded("the next few calls are tried again: the breaker is half open");
            case CLOSED -> HealthResult.up();
        };
    }

    private static String holders(UpstreamState now) {
        return now.disabledBy().stream().sorted().map(By::text).collect(Collectors.joining(", "));
    }
}
