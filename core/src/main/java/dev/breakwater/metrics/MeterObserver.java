/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.GuardFailed;
import dev.breakwater.Observer;
import dev.breakwater.SecurityEvent;
import dev.breakwater.cors.CorsDecision;
import dev.breakwater.cost.BudgetRefused;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.budget.BudgetDecision;
import dev.breakwater.drain.DrainChanged;
import dev.breakwater.drain.DrainRefused;
import dev.breakwater.drain.DrainSummary;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.HealthChanged;
import dev.breakwater.overload.OverloadDecision;
import dev.breakwater.ratelimit.AddressBlocked;
import dev.breakwater.ratelimit.RateLimitDecision;
import dev.breakwater.reports.BrowserReport;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.UpstreamResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts decisions. Every tag has a bounded set of values: names from the configuration, constants, or the first 100
 * models and 20 providers seen, others being {@code _OTHER}. Safe for use by many threads.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>counter, or timer where it says so</th><th>tags</th></tr>
 * <tr><td>{@code breakwater.requests}</td><td>outcome</td></tr>
 * <tr><td>{@code breakwater.ratelimit.decisions}</td><td>policy; decision (allow, deny, unavailable,
 * shadow_allow, shadow_deny; provisional if the user is yet to be known; blocked, for the policy _blocklist)</td></tr>
 * <tr><td>{@code breakwater.ratelimit.degraded}, of requests decided without the
 * store, on this machine alone or uncounted</td><td>decision (allowed, denied, unavailable)</td></tr>
 * <tr><td>{@code breakwater.overload.decisions}</td><td>decision (admit, shed, expired, displaced, would_shed), critical</td></tr>
 * <tr><td>{@code breakwater.overload.wait}, a timer of those that waited</td><td>decision</td></tr>
 * <tr><td>{@code breakwater.overload.in.flight}, {@code .peak}, {@code .queued}, {@code .limit}, gauges; there is no
 * limit while it is not a number</td><td></td></tr>
 * <tr><td>{@code breakwater.cors.decisions}</td><td>reason (allowed when allowed), kind (preflight, actual,
 * websocket)</td></tr>
 * <tr><td>{@code breakwater.reports}, of browsers</td><td>type; directive (none for all types but csp-violation);
 * disposition (enforce, report, unknown)</td></tr>
 * <tr><td>{@code breakwater.security.events}</td><td>event, a name of the OWASP Logging Vocabulary</td></tr>
 * <tr><td>{@code breakwater.guard.failures}</td><td>guard</td></tr>
 * <tr><td>{@code breakwater.health.transitions}</td><td>component, to</td></tr>
 * <tr><td>{@code breakwater.drain.requests}</td><td>outcome (finished, aborted, refused)</td></tr>
 * <tr><td>{@code breakwater.upstream.calls}, a timer</td><td>upstream, outcome (answered, or why there was no answer),
 * source (call, cache, joined, fallback, none)</td></tr>
 * <tr><td>{@code breakwater.upstream.attempts}</td><td>upstream</td></tr>
 * <tr><td>{@code breakwater.upstream.fallbacks}</td><td>upstream, reason</td></tr>
 * <tr><td>{@code breakwater.upstream.breaker.transitions}</td><td>upstream, to</td></tr>
 * <tr><td>{@code breakwater.llm.calls}</td><td>provider, model, pricing (priced, estimated, or why there is no price)</td></tr>
 * <tr><td>{@code breakwater.llm.tokens}</td><td>provider, model, type (input, output)</td></tr>
 * <tr><td>{@code breakwater.llm.tokens.classes}, the same tokens told apart</td><td>provider, model, class</td></tr>
 * <tr><td>{@code breakwater.llm.cost} in nano-USD</td><td>provider, model</td></tr>
 * <tr><td>{@code breakwater.llm.budget.decisions}</td><td>budget; decision (exhausted, would_exhaust, unavailable, of
 * calls; request_refused, of requests)</td></tr>
 * <tr><td>{@code breakwater.llm.budget.alerts}</td><td>budget, percent</td></tr>
 * <tr><td>{@code breakwater.llm.budget.limit}, {@code .committed}, {@code .held}, {@code .left}, gauges of global
 * budgets in nano-USD or tokens</td><td>budget</td></tr>
 * <tr><td>{@code breakwater.llm.budget.orphans}, holds that nobody settled in time</td><td></td></tr>
 * <tr><td>{@code breakwater.llm.ledger.failures}, rows that could not be kept</td><td></td></tr>
 * </table>
 */
public final class MeterObserver implements Observer {
    private final Counters counters;
    private final RateLimitMeters limits;
    private final UpstreamMeters upstreams;
    private final OverloadMeters overload;
    private final SpendMeters spend;

    /** Counts into this registry. */
    public MeterObserver(MeterRegistry registry) {
        this(registry, new Counters(registry));
    }

    MeterObserver(MeterRegistry registry, Counters counters) {
        this.counters = counters;
        limits = new RateLimitMeters(counters);
        upstreams = new UpstreamMeters(registry, counters);
        overload = new OverloadMeters(registry, counters);
        spend = new SpendMeters(registry, counters);
    }

    // The gauges hold the limiter, which ends with its runtime.
    void close() {
        overload.close();
        spend.close();
    }

    void showSpend(Supplier<SpendState> state) {
        spend.show(state);
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        SecurityEvent security = decision.securityEvent();
        if (security != null) {
            count("breakwater.security.events", "event", security.text());
        }
        if (decision instanceof Completed completed) {
            count(
                    "breakwater.requests",
                    "outcome",
                    completed.outcome().kind().name().toLowerCase(Locale.ROOT));
        } else if (decision instanceof RateLimitDecision limit) {
            limits.count(limit);
        } else if (decision instanceof AddressBlocked) {
            limits.countBlocked();
        } else if (decision instanceof OverloadDecision load) {
            overload.count(load);
        } else if (decision instanceof CorsDecision cors) {
            String reason = cors.reason() == null ? "allowed" : cors.reason().text();
            counters.of(
                            "breakwater.cors.decisions",
                            "reason",
                            reason,
                            "kind",
                            cors.kind().text())
                    .increment();
        } else if (decision instanceof BrowserReport report) {
            count(report);
        } else if (decision instanceof CallCost call) {
            spend.count(call);
        } else if (decision instanceof BudgetDecision budget) {
            spend.count(budget);
        } else if (decision instanceof BudgetRefused refused) {
            spend.count(refused);
        } else if (decision instanceof UpstreamResult result) {
            upstreams.count(result);
        } else if (decision instanceof BreakerChanged change) {
            upstreams.count(change);
        } else if (decision instanceof GuardFailed failed) {
            count("breakwater.guard.failures", "guard", failed.guard());
        } else if (decision instanceof DrainRefused) {
            count("breakwater.drain.requests", "outcome", "refused");
        } else if (decision instanceof DrainChanged change) {
            count(change.summary());
        } else if (decision instanceof HealthChanged change) {
            counters.of(
                            "breakwater.health.transitions",
                            "component",
                            change.component(),
                            "to",
                            change.to().name())
                    .increment();
        }
    }

    // At the end; those refused have been counted one by one, since a process that ends is seldom asked once more.
    private void count(@Nullable DrainSummary summary) {
        if (summary != null) {
            counters.of("breakwater.drain.requests", "outcome", "finished").increment((double) summary.finished());
            counters.of("breakwater.drain.requests", "outcome", "aborted").increment((double) summary.aborted());
        }
    }

    private void count(BrowserReport report) {
        String directive = report.directive() == null ? "none" : report.directive();
        String disposition = report.disposition().text();
        counters.of(
                        "breakwater.reports",
                        "type",
                        report.type().text(),
                        "directive",
                        directive,
                        "disposition",
                        disposition)
                .increment();
    }

    private void count(String name, String tag, String value) {
        counters.of(name, tag, value).increment();
    }
}
