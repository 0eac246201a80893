/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.caller.ProxyWatch;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.drain.DrainGuard;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Reply;
import dev.breakwater.headers.SecurityHeadersGuard;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthGuard;
import dev.breakwater.ops.CostsEndpoint;
import dev.breakwater.ops.Endpoint;
import dev.breakwater.ops.OperatorAccess;
import dev.breakwater.ops.OperatorGuard;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.overload.OverloadGuard;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.reports.ReportIntake;
import dev.breakwater.reports.ReportsGuard;
import dev.breakwater.reports.ReportsPolicy;
import dev.breakwater.requestlimits.PathGuard;
import dev.breakwater.requestlimits.RequestLimitsGuard;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.upstream.Upstream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime keeps while chains come and go, and how settings become a chain around it. Used under the runtime's
 * monitor, but for prices, meter, upstreams and operators, which are asked for at any time.
 */
final class Assembly implements AutoCloseable {
    private static final String OFFENDERS = "/breakwater/offenders";

    private final BreakwaterRuntime.Builder parts;
    private final Sharing sharing;
    private final Buckets buckets;
    private final ScheduledExecutorService timer;
    private final ConcurrencyLimiter limiter;
    final Draining draining;
    private final ReportIntake reports;
    private final Costs costs;
    private final Upstreams upstreams;
    private final OperatorCalls operatorCalls;
    private final Telemetry telemetry;
    final AuditTrail audit;
    private final RequestLogs requestLogs;
    private final Readiness readiness;
    private final SecondPort secondPort;
    private final Vitals vitals;
    private final ProxyWatch proxyWatch;
    private volatile OperatorAccess operators;

    /**
     * With the state that outlives chains. What was opened for it is closed if this throws.
     *
     * @param publisher tells the observers of whichever chain is current
     */
    static Assembly of(BreakwaterRuntime.Builder parts, BreakwaterSettings settings, Observer publisher) {
        Sharing sharing = new Sharing(parts, settings);
        ScheduledExecutorService timer = timer();
        try {
            return new Assembly(parts, settings, publisher, sharing, timer);
        } catch (RuntimeException | Error fault) {
            sharing.close();
            timer.shutdownNow();
            throw fault;
        }
    }

    private Assembly(
            BreakwaterRuntime.Builder parts,
            BreakwaterSettings settings,
            Observer publisher,
            Sharing sharing,
            ScheduledExecutorService timer) {
        this.parts = parts;
        this.sharing = sharing;
        buckets = new Buckets(parts, settings, sharing);
        this.timer = timer;
        requestLogs = new RequestLogs(parts);
        audit = new AuditTrail(parts.time, publisher);
        operators = settings.operators();
        limiter = new ConcurrencyLimiter(parts.time, timer);
        secondPort = new SecondPort(parts.time, timer, publisher);
        vitals = new Vitals(parts, sharing.checks(), publisher, timer);
        sharing.onChange(vitals::refresh);
        draining = new Draining(parts.time, timer, publisher, vitals);
        upstreams = new Upstreams(settings.upstreams(), publisher, parts.time, sharing.ofAnswers());
        operatorCalls = new OperatorCalls(upstreams, draining.drain());
        costs = new Costs(parts, settings, sharing, publisher, timer);
        telemetry = new Telemetry(settings, parts, requestLogs, audit, upstreams, vitals, buckets, costs::state);
        reports = ReportIntake.of(publisher, parts.time);
        readiness = new Readiness(parts, limiter::load, upstreams::all, buckets);
        proxyWatch = new ProxyWatch(readiness::contradicted);
    }

    /** A chain for these settings around what is kept; {@link #adopted} once it is the current one. */
    Breakwater chain(BreakwaterSettings settings) {
        sharing.check(settings);
        costs.check(settings);
        try {
            audit.prepare(settings);
            Breakwater chain = build(settings, vitals.prepare(settings));
            secondPort.prepare(settings);
            upstreams.replace(settings.upstreams());
            limiter.use(settings.enabled() ? settings.overload() : null);
            vitals.adopt();
            draining.use(settings.drain());
            operators = settings.operators();
            costs.use(settings);
            return chain;
        } catch (RuntimeException invalid) {
            secondPort.forget();
            audit.dropped();
            vitals.forget();
            throw invalid;
        }
    }

    /** The chain is the current one, so whatever the checks find will be heard. */
    void adopted(BreakwaterSettings settings, Breakwater chain) {
        HealthAggregator health = vitals.begin();
        upstreams.tellHealthTo(health);
        telemetry.adopted(settings);
        buckets.resize(settings.rateLimit().maxKeys());
        secondPort.adopt(settings, chain);
        StartupReport.log(settings, chain);
        readiness.adopted(settings, chain.guards(), health);
    }

    Readiness readiness() {
        return readiness;
    }

    private Breakwater build(BreakwaterSettings settings, @Nullable HealthAggregator checks) {
        List<Guard> guards = new ArrayList<>();
        List<Observer> observers = new ArrayList<>(parts.observers);
        observers.add(readiness.seen());
        ErrorWatch.addTo(observers, parts);
        if (settings.enabled()) {
            add(settings, checks, guards, observers);
            Set<String> replaced = parts.guards.stream().map(Assembly::key).collect(Collectors.toSet());
            guards.removeIf(guard -> replaced.contains(key(guard)));
            StartupReport.unused(settings.rateLimit(), replaced);
            guards.addAll(parts.guards);
        }
        return Breakwater.builder()
                .callers(settings.callers().watchedBy(proxyWatch))
                .time(parts.time)
                .guards(guards)
                .observers(observers)
                .build();
    }

    private void add(
            BreakwaterSettings settings,
            @Nullable HealthAggregator checks,
            List<Guard> guards,
            List<Observer> observers) {
        requestLogs.add(settings.requestLog(), guards, observers);
        telemetry.join(settings, guards, observers);
        audit.join(guards, observers);
        if (settings.headers() != null) {
            guards.add(new SecurityHeadersGuard(settings.headers()));
        }
        if (!settings.cors().isEmpty()) {
            guards.add(cors(settings));
        }
        if (settings.health() != null && checks != null) {
            guards.add(HealthGuard.of(settings.health(), checks, settings.operators(), parts.time));
        }
        guards.add(DrainGuard.of(draining.drain()));
        guards.add(new RequestLimitsGuard(settings.request()));
        guards.add(new PathGuard());
        if (settings.overload() != null) {
            guards.add(OverloadGuard.of(settings.overload(), limiter));
        }
        guards.add(new OperatorGuard(settings.operators(), endpoints(settings)));
        if (settings.rateLimit().isNeeded()) {
            guards.add(rateLimit(settings));
        }
        if (settings.reports() != null) {
            guards.add(new ReportsGuard(settings.reports(), reports));
        }
        if (settings.cost().enabled()) {
            guards.add(costs.guard(settings.cost()));
        }
    }

    private Map<String, Endpoint> endpoints(BreakwaterSettings settings) {
        Map<String, Endpoint> endpoints = new HashMap<>();
        readiness.answerAt(endpoints);
        operatorCalls.answerAt(endpoints);
        if (settings.rateLimit().isNeeded()) {
            endpoints.put(OFFENDERS, exchange -> Reply.of(200, "application/json", buckets.offenders.toJson()));
        }
        if (settings.cost().enabled()) {
            endpoints.put(CostsEndpoint.PATH, costs.endpoint(telemetry.traffic()));
        }
        telemetry.tell(settings, this::load, endpoints);
        return endpoints;
    }

    // Browsers report about every origin's documents, whatever the policies allow scripts to read.
    private static Guard cors(BreakwaterSettings settings) {
        CorsGuard cors = new CorsGuard(settings.cors());
        ReportsPolicy collector = settings.reports();
        return collector == null ? cors : cors.butNotAt(PathPattern.of(collector.path()));
    }

    private RateLimitGuard rateLimit(BreakwaterSettings settings) {
        RateLimitGuard.Builder guard = RateLimitGuard.builder()
                .policies(settings.rateLimit().policies())
                .addresses(settings.rateLimit().addresses())
                .ipv6Parents(
                        settings.rateLimit().ipv6Parents(), settings.callers().ipv6PrefixLength())
                .fields(settings.rateLimit().fields())
                .apiKeyHeader(settings.apiKeyHeader())
                .limiter(buckets.limiter)
                .offenders(buckets.offenders)
                .time(parts.time);
        if (parts.verifier != null) {
            guard.verifier(parts.verifier);
        }
        if (parts.plans != null) {
            guard.plans(parts.plans);
        }
        return StartupReport.warned(guard.build(), settings);
    }

    Vitals vitals() {
        return vitals;
    }

    Costs costs() {
        return costs;
    }

    LlmMeter llmMeter() {
        return costs.meter();
    }

    Telemetry telemetry() {
        return telemetry;
    }

    Upstream upstream(String name) {
        return upstreams.named(name);
    }

    RequestLogCounts requestLogCounts() {
        return requestLogs.counts();
    }

    ConcurrencyLimiter.Load load() {
        return limiter.load();
    }

    OptionalInt opsPort() {
        return secondPort.number();
    }

    boolean isOperator(Exchange exchange) {
        return operators.test(exchange);
    }

    private static ScheduledExecutorService timer() {
        return Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "breakwater-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static String key(Guard guard) {
        return guard.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        draining.close();
        secondPort.close();
        vitals.close();
        upstreams.close();
        costs.close();
        telemetry.close();
        limiter.close();
        sharing.close();
        StartupReport.peak(limiter.load());
        timer.shutdownNow();
    }
}
