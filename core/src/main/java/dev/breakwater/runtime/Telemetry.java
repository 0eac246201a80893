/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.MetricsSettings;
import dev.breakwater.config.ServiceInfo;
import dev.breakwater.cost.SpendState;
import dev.breakwater.metrics.Measured;
import dev.breakwater.metrics.Meters;
import dev.breakwater.metrics.MetersOnClassPath;
import dev.breakwater.ops.DecisionCounts;
import dev.breakwater.ops.Endpoint;
import dev.breakwater.ops.MetricsEndpoints;
import dev.breakwater.ops.MetricsState;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.traffic.TrafficGuard;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is counted about requests and decisions, and the endpoints that tell it. Outlives chains. */
final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final Traffic traffic;
    private final QueueGauges queues = new QueueGauges();
    private final DecisionCounts decisions = new DecisionCounts();
    private final Upstreams upstreams;
    private final Vitals vitals;
    private final @Nullable Supplier<StoreState> store;
    private final Supplier<SpendState> spend;
    private final @Nullable Meters given;
    private @Nullable Meters meters;
    private final RequestLogs requests;
    private final AuditTrail audit;
    private volatile boolean logging;

    Telemetry(
            BreakwaterSettings settings,
            BreakwaterRuntime.Builder parts,
            RequestLogs requests,
            AuditTrail audit,
            Upstreams upstreams,
            Vitals vitals,
            Buckets buckets,
            Supplier<SpendState> spend) {
        this.spend = spend;
        traffic = Traffic.of(settings.metrics().traffic(), parts.time);
        given = parts.meters;
        this.requests = requests;
        this.audit = audit;
        this.upstreams = upstreams;
        this.vitals = vitals;
        store = buckets.areTold() ? buckets::state : null;
    }

    /** Adds what counts to a chain; right after the request log. */
    void join(BreakwaterSettings settings, List<Guard> guards, List<Observer> observers) {
        if (!settings.metrics().enabled()) {
            return;
        }
        guards.add(new TrafficGuard(traffic));
        observers.add(decisions);
        Meters joined = meters();
        if (joined != null) {
            observers.add(joined);
        }
    }

    /** The chain stands, so what is counted is judged by its settings. */
    void adopted(BreakwaterSettings settings) {
        if (!settings.enabled()) {
            return;
        }
        logging = settings.requestLog() != null;
        if (settings.metrics().enabled()) {
            traffic.use(settings.metrics().traffic());
            if (meters != null) {
                meters.showComponents();
                meters.showSpend(spend);
            }
        }
    }

    private @Nullable Meters meters() {
        if (meters == null) {
            Meters found = given == null ? MetersOnClassPath.find() : given;
            if (found != null) {
                found.begin(new Measured(
                        traffic,
                        queues,
                        this::logCounts,
                        upstreams::cacheStats,
                        upstreams::state,
                        vitals::snapshot,
                        requests.redactions(),
                        audit::counts,
                        store));
                upstreams.onMade(found::show);
            }
            meters = found;
        }
        return meters;
    }

    /** Adds the endpoints that tell what is counted. */
    void tell(BreakwaterSettings settings, Supplier<ConcurrencyLimiter.Load> load, Map<String, Endpoint> endpoints) {
        MetricsSettings metrics = settings.metrics();
        if (!metrics.enabled()) {
            return;
        }
        MetricsState state = new MetricsState(
                named(settings.service()),
                metrics.traffic(),
                traffic,
                decisions,
                queues,
                this::logCounts,
                load,
                store,
                upstreams::cacheStats,
                upstreams::state,
                spend);
        Meters joined = meters();
        MetricsEndpoints answers = new MetricsEndpoints(state, joined == null ? null : joined.exposition());
        add(endpoints, metrics.json(), answers.json());
        add(endpoints, metrics.prometheus(), answers.prometheus());
        add(endpoints, metrics.summary(), answers.summary());
        if (metrics.prometheus() != null && answers.prometheus() == null) {
            LOG.info(
                    "Breakwater: {} is not answered, for no meter registry speaks Prometheus' formats; add"
                            + " io.micrometer:micrometer-registry-prometheus, or set metrics.paths.prometheus=none",
                    metrics.prometheus());
        }
    }

    private static void add(Map<String, Endpoint> endpoints, @Nullable String path, @Nullable Endpoint endpoint) {
        if (path != null && endpoint != null) {
            endpoints.put(path, endpoint);
        }
    }

    private static @Nullable String named(ServiceInfo service) {
        return service.version() == null || service.name() == null
                ? service.name()
                : service.name() + ' ' + service.version();
    }

    private @Nullable RequestLogCounts logCounts() {
        return logging ? requests.counts() : null;
    }

    QueueGauges queues() {
        return queues;
    }

    Traffic traffic() {
        return traffic;
    }

    @Override
    public void close() {
        if (meters != null) {
            meters.close();
        }
    }
}
