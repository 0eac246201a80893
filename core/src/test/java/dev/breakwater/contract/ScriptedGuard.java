/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import dev.breakwater.FailureMode;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A guard that does with each request what a test has said, and proceeds otherwise. Safe for use by many threads. */
public final class ScriptedGuard implements Guard {
    private final Map<String, Function<Exchange, Verdict>> script = new ConcurrentHashMap<>();
    private final String name;
    private final Stage stage;
    private final FailureMode failureMode;
    private final boolean needsIdentity;

    private ScriptedGuard(String name, Stage stage, FailureMode failureMode, boolean needsIdentity) {
        this.name = name;
        this.stage = stage;
        this.failureMode = failureMode;
        this.needsIdentity = needsIdentity;
    }

    /** A guard that decides when a request arrives. */
    public static ScriptedGuard at(Stage stage, FailureMode failureMode, String name) {
        return new ScriptedGuard(name, stage, failureMode, false);
    }

    /** A guard that decides when the user is known. */
    public static ScriptedGuard identified(String name) {
        return new ScriptedGuard(name, Stage.LIMIT, FailureMode.OPEN, true);
    }

    /** This is what to do with the request of this id. */
    public void on(String id, Function<Exchange, Verdict> decide) {
        script.put(id, decide);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public FailureMode failureMode() {
        return failureMode;
    }

    @Override
    public boolean needsIdentity() {
        return needsIdentity;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        return needsIdentity ? Verdict.proceed() : decide(exchange);
    }

    @Override
    public Verdict inspectIdentified(Exchange exchange) {
        return decide(exchange);
    }

    private Verdict decide(Exchange exchange) {
        Function<Exchange, Verdict> decide = script.get(String.valueOf(exchange.header(Witness.ID)));
        return decide == null ? Verdict.proceed() : decide.apply(exchange);
    }
}
