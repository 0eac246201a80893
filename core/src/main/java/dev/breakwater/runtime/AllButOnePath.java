/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.PathPattern;

/** A guard that lets one path pass, because another guard of ours answers there and has it all to itself. */
final class AllButOnePath implements Guard {
    private final Guard guard;
    private final PathPattern path;

    AllButOnePath(Guard guard, String path) {
        this.guard = guard;
        this.path = PathPattern.of(path);
    }

    @Override
    public String name() {
        return guard.name();
    }

    @Override
    public Stage stage() {
        return guard.stage();
    }

    @Override
    public FailureMode failureMode() {
        return guard.failureMode();
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return path.matches(exchange.path()) ? Verdict.proceed() : guard.inspect(exchange);
    }

    @Override
    public boolean needsIdentity() {
        return guard.needsIdentity();
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        return path.matches(exchange.path()) ? Verdict.proceed() : guard.inspectIdentified(exchange);
    }
}
