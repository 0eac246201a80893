/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.audit.AuditCounts;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.redact.Redactions;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.SloState;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Meters over what is counted elsewhere: they hold no numbers, they ask. Safe for use by many threads. */
final class StateMeters implements AutoCloseable {
    private static final int MOST_UPSTREAMS = 100;
    private static final String OVERFLOW = "breakwater.metrics.overflow";

    private final MeterRegistry registry;
    private final Set<Meter> shown = ConcurrentHashMap.newKeySet();
    private final Set<String> cachesSeen = ConcurrentHashMap.newKeySet();
    private final Set<String> upstreamsSeen = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Measured measured;
    private volatile LongSupplier urisOverflowed = () -> 0;

    StateMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void begin(Measured what) {
        measured = what;
        traffic(what.traffic());
        log(what.log());
        redactions(what.redactions());
        audit(what.audit());
        if (what.store() != null) {
            store(what.store());
        }
        slo(what.traffic(), 0, "availability");
        slo(what.traffic(), 1, "latency");
        what.queues().listen(name -> queue(what.queues(), name), this::queueGone);
    }

    private void traffic(Traffic traffic) {
        gauge("http.server.requests.active", Tags.empty(), traffic, Traffic::active);
        counter(OVERFLOW, Tags.of("meter", RequestTimer.NAME, "tag", "uri"), traffic, this::urisOverflowed);
        counter(OVERFLOW, Tags.of("meter", RequestTimer.NAME, "tag", "method"), traffic, Traffic::methodsOverflowed);
    }

    // The filter hears of a name once, the statistics of every request, but have room for more names.
    private double urisOverflowed(Traffic traffic) {
        return Math.max(traffic.routesOverflowed(), urisOverflowed.getAsLong());
    }

    /** Shows what a filter of a framework's timer counted as something else. */
    void overflowOfUris(LongSupplier count) {
        urisOverflowed = count;
    }

    private void slo(Traffic traffic, int place, String name) {
        Tags tags = Tags.of("slo", name);
        counter("breakwater.slo.good", tags, traffic, asked -> slo(asked, place).good());
        // Not left to whoever subtracts: a scrape reads one counter after the other, and requests come in between.
        counter("breakwater.slo.bad", tags, traffic, asked -> bad(slo(asked, place)));
        counter(
                "breakwater.slo.total",
                tags,
                traffic,
                asked -> slo(asked, place).total());
        gauge(
                "breakwater.slo.budget.remaining",
                tags,
                traffic,
                asked -> slo(asked, place).budgetRemaining());
    }

    private static double bad(SloState slo) {
        return slo.total() - slo.good();
    }

    private static SloState slo(Traffic traffic, int place) {
        return traffic.slos().get(place);
    }

    private void log(Supplier<@Nullable RequestLogCounts> log) {
        logged("breakwater.log.events", Tags.of("outcome", "written"), log, RequestLogCounts::written);
        logged("breakwater.log.events", Tags.of("outcome", "sampled_out"), log, RequestLogCounts::sampled);
        logged("breakwater.log.events", Tags.of("outcome", "excluded"), log, RequestLogCounts::excluded);
        logged("breakwater.log.events", Tags.of("outcome", "dropped"), log, RequestLogCounts::dropped);
        logged("breakwater.log.attributes.rejected", Tags.empty(), log, RequestLogCounts::refusedFields);
        logged("breakwater.log.body.capped", Tags.empty(), log, RequestLogCounts::bodiesCapped);
        logged("breakwater.request_id.replaced", Tags.empty(), log, RequestLogCounts::idsReplaced);
    }

    private void logged(
            String name, Tags tags, Supplier<@Nullable RequestLogCounts> log, ToLongFunction<RequestLogCounts> count) {
        counter(name, tags, log, asked -> {
            RequestLogCounts counts = asked.get();
            return counts == null ? 0 : count.applyAsLong(counts);
        });
    }

    private void redactions(Redactions redactions) {
        for (Redactions.Kind kind : Redactions.Kind.values()) {
            Tags tags = Tags.of("kind", kind.tag());
            counter("breakwater.log.redactions", tags, redactions, asked -> asked.count(kind));
        }
    }

    private void audit(Supplier<AuditCounts> audit) {
        counter(
                "breakwater.audit.records",
                Tags.empty(),
                audit,
                asked -> asked.get().records());
        counter(
                "breakwater.audit.failures",
                Tags.empty(),
                audit,
                asked -> asked.get().failures());
        counter(
                "breakwater.audit.lost",
                Tags.empty(),
                audit,
                asked -> asked.get().lost());
        gauge("breakwater.audit.seq", Tags.empty(), audit, asked -> asked.get().seq());
    }

    private void store(Supplier<StoreState> store) {
        gauge(
                "breakwater.ratelimit.store.available",
                Tags.empty(),
                store,
                asked -> asked.get().available() ? 1 : 0);
        gauge(
                "breakwater.ratelimit.store.instances",
                Tags.empty(),
                store,
                asked -> asked.get().instances());
        stored("questions", store, StoreState::questions);
        stored("failures", store, StoreState::failures);
        stored("known", store, StoreState::known);
    }

    private void stored(String name, Supplier<StoreState> store, ToLongFunction<StoreState> count) {
        counter("breakwater.ratelimit.store." + name, Tags.empty(), store, asked -> count.applyAsLong(asked.get()));
    }

    private void queue(QueueGauges queues, String name) {
        Tags tags = Tags.of("queue", name);
        gauge("breakwater.queue.depth", tags, queues, asked -> asked.depth(name));
        gauge("breakwater.queue.capacity", tags, queues, asked -> asked.capacity(name));
    }

    private void queueGone(String name) {
        shown.removeIf(meter -> isOfQueue(meter.getId(), name) && registry.remove(meter) != null);
    }

    private static boolean isOfQueue(Meter.Id id, String name) {
        return id.getName().startsWith("breakwater.queue.") && name.equals(id.getTag("queue"));
    }

    /** Shows the cache of an upstream, from the first call on. */
    void cacheOf(String upstream) {
        Measured what = measured;
        if (what != null && cachesSeen.size() < MOST_UPSTREAMS && cachesSeen.add(upstream)) {
            cached(what, upstream, "hit", stats -> stats.hits() + stats.joined() + stats.negativeHits());
            cached(what, upstream, "shared", CacheStats::shared);
            cached(what, upstream, "stale", CacheStats::staleHits);
            cached(what, upstream, "miss", CacheStats::misses);
        }
    }

    private void cached(Measured what, String upstream, String result, ToLongFunction<CacheStats> count) {
        counter("breakwater.cache.requests", Tags.of("upstream", upstream, "result", result), what, asked -> {
            CacheStats stats = asked.caches().apply(upstream);
            return stats == null ? 0 : count.applyAsLong(stats);
        });
    }

    /** Shows how an upstream is, from its making on. */
    void stateOf(String upstream) {
        Measured what = measured;
        if (what == null || upstreamsSeen.size() >= MOST_UPSTREAMS || !upstreamsSeen.add(upstream)) {
            return;
        }
        state(what, upstream, "disabled", state -> state.isDisabled() ? 1 : 0);
        state(what, upstream, "running", UpstreamState::running);
        state(what, upstream, "breaker.state", StateMeters::figure);
        counter(
                "breakwater.upstream.retries.refused",
                Tags.of("upstream", upstream),
                what,
                asked -> number(asked, upstream, UpstreamState::retriesRefused, 0));
    }

    private void state(Measured what, String upstream, String name, ToDoubleFunction<UpstreamState> number) {
        Tags tags = Tags.of("upstream", upstream);
        gauge("breakwater.upstream." + name, tags, what, asked -> number(asked, upstream, number, Double.NaN));
    }

    private static double number(
            Measured asked, String upstream, ToDoubleFunction<UpstreamState> number, double unknown) {
        UpstreamState state = asked.upstreams().apply(upstream);
        return state == null ? unknown : number.applyAsDouble(state);
    }

    private static double figure(UpstreamState state) {
        return switch (state.breaker()) {
            case CLOSED -> 0;
            case HALF_OPEN -> 0.5;
            case OPEN -> 1;
        };
    }

    private <T> void gauge(String name, Tags tags, T asked, ToDoubleFunction<T> number) {
        shown.add(Gauge.builder(name, asked, number)
                .description(Help.of(name))
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    private <T> void counter(String name, Tags tags, T asked, ToDoubleFunction<T> number) {
        shown.add(FunctionCounter.builder(name, asked, number)
                .description(Help.of(name))
                .tags(tags)
                .register(registry));
    }

    @Override
    public void close() {
        shown.forEach(registry::remove);
        shown.clear();
    }
}
