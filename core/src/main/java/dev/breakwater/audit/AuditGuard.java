/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.audit;

import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Caller;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Notices what no other guard looks for, and refuses nothing: tools that name themselves in {@code User-Agent}
 * ({@code malicious_attack_tool}), and callers who find nothing more than 50 times within a minute ({@code
 * malicious_excess_404}, once a minute each). Safe for use by many threads.
 */
public final class AuditGuard implements Guard {
    private static final int NOT_FOUND = 404;

    private final Observer observer;
    private final NotFoundWatch notFound;
    private final Verdict.Proceed proceed = Verdict.proceed().then(this::ended);

    /**
     * A guard that has seen nothing yet.
     *
     * @param observer hears what is found at a request's end: the runtime's, which tells all others
     */
    public AuditGuard(Observer observer, TimeSource time) {
        this.observer = observer;
        notFound = new NotFoundWatch(time);
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public Stage stage() {
        return Stage.OBSERVE;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        @Nullable String tool = AttackTools.in(exchange.header("User-Agent"));
        return tool == null ? proceed : proceed.because(new AttackTool(tool));
    }

    private void ended(Exchange exchange, Outcome outcome) {
        if (outcome.status() != NOT_FOUND) {
            return;
        }
        IpAddress network = Caller.of(exchange).network();
        if (notFound.isTooMany(network == null ? Caller.UNKNOWN : network)) {
            observer.on(new ManyNotFound(NotFoundWatch.MANY + 1), exchange);
        }
    }
}
