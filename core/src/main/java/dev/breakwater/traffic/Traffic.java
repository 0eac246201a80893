/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statistics of all requests, in memory that is bounded by the policy's most routes. Outlives the policies it is used
 * with. A request costs a handful of additions to counters that threads do not share; sums are made when somebody looks.
 * Safe for use by many threads, without locks.
 */
public final class Traffic {
    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final TimeSource time;
    private final long start;
    private final LongAdder active = new LongAdder();
    private final Map<String, LongAdder> methods;
    private final AtomicReferenceArray<@Nullable LongAdder> statuses = new AtomicReferenceArray<>(600);
    // Filled once, and only read from then on.
    private final Map<Outcome.Kind, LongAdder> outcomes = new EnumMap<>(Outcome.Kind.class);
    private final LongAdder otherMethods = new LongAdder();
    private final Routes routes = new Routes();
    private final RecentRates rates = new RecentRates();
    private final Slos slos = new Slos();
    private volatile TrafficPolicy policy;

    private Traffic(TrafficPolicy policy, TimeSource time) {
        this.policy = policy;
        this.time = time;
        start = time.nanoTime();
        methods = RequestLabels.METHODS.stream()
                .collect(Collectors.toUnmodifiableMap(method -> method, unused -> new LongAdder()));
        for (Outcome.Kind kind : Outcome.Kind.values()) {
            outcomes.put(kind, new LongAdder());
        }
    }

    /** Statistics that begin now. */
    public static Traffic of(TrafficPolicy policy, TimeSource time) {
        return new Traffic(policy, time);
    }

    /** From now on requests are counted by this policy. A route that has been told apart stays so. */
    public void use(TrafficPolicy next) {
        policy = next;
    }

    void began() {
        active.increment();
    }

    void ended(Exchange exchange, Outcome outcome) {
        active.decrement();
        TrafficPolicy now = policy;
        RouteCounts route = routes.of(Routes.name(exchange, outcome, now), now.maxRoutes());
        RequestLabels labels = route.labels(
                RequestLabels.boundedMethod(exchange.method()), RequestLabels.status(outcome.status()), outcome.kind());
        labels.label(exchange);
        long since = sinceStart();
        count(labels, route, outcome.durationNanos(), since);
        if (!now.isOurs(exchange.path())) {
            slos.add(exchange, outcome, now, since);
        }
    }

    private void count(RequestLabels labels, RouteCounts route, long nanos, long since) {
        boolean failed = Slos.isFailure(labels.status(), labels.outcome());
        methods.getOrDefault(labels.method(), otherMethods).increment();
        status(labels.status()).increment();
        Objects.requireNonNull(outcomes.get(labels.outcome())).increment();
        rates.add(failed, since);
        route.add(failed, since / MINUTE, nanos);
    }

    private LongAdder status(int status) {
        LongAdder known = statuses.get(status);
        if (known != null) {
            return known;
        }
        statuses.compareAndSet(status, null, new LongAdder());
        return status(status);
    }

    private long sinceStart() {
        return Math.max(0, time.nanoTime() - start);
    }

    /** How many requests are under way. */
    public long active() {
        return active.sum();
    }

    /** How many requests were counted as {@code _OTHER}, because their route came when all places were taken. */
    public long routesOverflowed() {
        return routes.overflowed();
    }

    /** How many requests had a method that is not told apart. */
    public long methodsOverflowed() {
        return otherMethods.sum();
    }

    /** How what was promised is kept: availability first, then latency. */
    public List<SloState> slos() {
        return slos.states(policy, sinceStart());
    }

    /** Everything at this moment. The counts are taken one after the other, so under load they can differ by a few. */
    public TrafficSnapshot snapshot() {
        long since = sinceStart();
        List<RouteTraffic> byRoute = byRoute(since / MINUTE);
        long requests = 0;
        long errors = 0;
        long[] latencies = Latencies.emptyCounts();
        for (RouteTraffic route : byRoute) {
            requests += route.requests();
            errors += route.errors();
            route.latencies().addTo(latencies);
        }
        return new TrafficSnapshot(
                since,
                requests,
                errors,
                active(),
                byMethod(),
                byStatus(),
                byOutcome(),
                byRoute,
                Latencies.of(latencies),
                rates.overLast(1, since),
                rates.overLast(5, since),
                slos.states(policy, since),
                slos.limited(),
                slos.shed());
    }

    private List<RouteTraffic> byRoute(long minute) {
        List<RouteTraffic> all = new ArrayList<>();
        for (RouteCounts route : routes.all()) {
            long[] counts = Latencies.emptyCounts();
            route.recent.addTo(counts, minute);
            all.add(new RouteTraffic(route.name, route.requests.sum(), route.errors.sum(), Latencies.of(counts)));
        }
        all.sort(Comparator.comparingLong(RouteTraffic::requests).reversed().thenComparing(RouteTraffic::route));
        return all;
    }

    private Map<String, Long> byMethod() {
        Map<String, Long> counts = new TreeMap<>();
        methods.forEach((method, count) -> put(counts, method, count.sum()));
        put(counts, RequestLabels.OTHER, otherMethods.sum());
        return counts;
    }

    private Map<String, Long> byStatus() {
        Map<String, Long> counts = new TreeMap<>();
        for (int status = 0; status < statuses.length(); status++) {
            LongAdder count = statuses.get(status);
            put(counts, RequestLabels.statusText(status), count == null ? 0 : count.sum());
        }
        return counts;
    }

    private Map<Outcome.Kind, Long> byOutcome() {
        Map<Outcome.Kind, Long> counts = new EnumMap<>(Outcome.Kind.class);
        outcomes.forEach((kind, count) -> counts.put(kind, count.sum()));
        return counts;
    }

    private static void put(Map<String, Long> counts, String name, long count) {
        if (count > 0) {
            counts.put(name, count);
        }
    }
}
