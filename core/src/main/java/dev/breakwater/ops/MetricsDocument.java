/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.exchange.Outcome;
import dev.breakwater.json.JsonWriter;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.Latencies;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.RouteTraffic;
import dev.breakwater.traffic.SloState;
import dev.breakwater.traffic.TrafficRate;
import dev.breakwater.traffic.TrafficSnapshot;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamState;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is counted, as one JSON object of at most a megabyte. None of it comes from Micrometer. Names only ever
 * gain members; durations are in milliseconds, shares from 0 to 1. Safe for use by many threads.
 */
public final class MetricsDocument {
    private static final int MOST_ROUTES = 300;

    private final MetricsState state;

    /** A document about this. */
    public MetricsDocument(MetricsState state) {
        this.state = state;
    }

    /** The document now. */
    public String toJson() {
        TrafficSnapshot traffic = state.traffic().snapshot();
        JsonWriter json = JsonWriter.object(new StringBuilder(4_096));
        if (state.service() != null) {
            json.put("service", state.service());
        }
        json.put("uptime_seconds", TimeUnit.NANOSECONDS.toSeconds(traffic.uptimeNanos()));
        requests(json, traffic);
        latencies(json.open("latency_ms"), traffic.latencies()).close();
        routes(json, traffic.routes());
        slos(json, traffic.slos());
        queues(json);
        log(json);
        counts(json, "security_events", state.decisions().security().all());
        rateLimits(json);
        store(json);
        overload(json);
        upstreams(json);
        llm(json);
        return json.end();
    }

    private static void requests(JsonWriter json, TrafficSnapshot traffic) {
        json.open("requests")
                .put("total", traffic.requests())
                .put("errors", traffic.errors())
                .put("active", traffic.active())
                .put("limited", traffic.limited())
                .put("shed", traffic.shed());
        rate(json, "last_minute", traffic.lastMinute());
        rate(json, "last_5_minutes", traffic.lastFiveMinutes());
        counts(json, "by_method", traffic.byMethod());
        counts(json, "by_status", traffic.byStatus());
        json.open("by_outcome");
        for (Map.Entry<Outcome.Kind, Long> kind : traffic.byOutcome().entrySet()) {
            json.put(kind.getKey().name().toLowerCase(Locale.ROOT), kind.getValue());
        }
        json.close().close();
    }

    private static void rate(JsonWriter json, String name, TrafficRate rate) {
        json.open(name)
                .put("per_second", Figure.rounded(rate.requestsPerSecond()))
                .put("errors_per_second", Figure.rounded(rate.errorsPerSecond()))
                .put("error_share", Figure.rounded(rate.errorShare()))
                .close();
    }

    private static JsonWriter latencies(JsonWriter json, Latencies latencies) {
        json.put("count", latencies.count());
        if (latencies.count() > 0) {
            json.put("p50", Figure.millis(latencies.quantile(0.5)))
                    .put("p95", Figure.millis(latencies.quantile(0.95)))
                    .put("p99", Figure.millis(latencies.quantile(0.99)));
        }
        return json;
    }

    private static void routes(JsonWriter json, List<RouteTraffic> routes) {
        int shown = Math.min(routes.size(), MOST_ROUTES);
        json.openArray("routes");
        for (RouteTraffic route : routes.subList(0, shown)) {
            json.openElement()
                    .put("route", route.route())
                    .put("requests", route.requests())
                    .put("errors", route.errors());
            latencies(json.open("latency_ms"), route.latencies()).close();
            json.close();
        }
        json.closeArray();
        if (shown < routes.size()) {
            json.put("routes_left_out", routes.size() - shown);
        }
    }

    static void slos(JsonWriter json, List<SloState> slos) {
        json.openArray("slo");
        for (SloState slo : slos) {
            json.openElement()
                    .put("name", slo.name())
                    .put("objective_percent", slo.objective())
                    .put("good", slo.good())
                    .put("total", slo.total())
                    .put("budget_remaining", Figure.rounded(slo.budgetRemaining()))
                    .put("burn_rate_5m", Figure.rounded(slo.burnRate5m()))
                    .put("burn_rate_1h", Figure.rounded(slo.burnRate1h()))
                    .close();
        }
        json.closeArray();
    }

    private void queues(JsonWriter json) {
        json.openArray("queues");
        for (QueueGauges.Queue queue : state.queues().all()) {
            json.openElement().put("name", queue.name());
            int depth = queue.depth();
            if (depth >= 0) {
                json.put("depth", depth);
            }
            if (queue.capacity() < Integer.MAX_VALUE) {
                json.put("capacity", queue.capacity());
            }
            json.close();
        }
        json.closeArray();
    }

    private void log(JsonWriter json) {
        RequestLogCounts counts = state.log().get();
        if (counts != null) {
            json.open("log")
                    .put("written", counts.written())
                    .put("sampled_out", counts.sampled())
                    .put("excluded", counts.excluded())
                    .put("dropped", counts.dropped())
                    .put("refused_fields", counts.refusedFields())
                    .put("late", counts.late())
                    .put("bodies_capped", counts.bodiesCapped())
                    .put("request_ids_replaced", counts.idsReplaced())
                    .close();
        }
    }

    private void rateLimits(JsonWriter json) {
        json.open("rate_limits");
        state.decisions().limits().forEach((policy, words) -> counts(json, policy, words.all()));
        json.close();
    }

    private void store(JsonWriter json) {
        if (state.store() == null) {
            return;
        }
        StoreState now = state.store().get();
        json.open("rate_limit_store").put("available", now.available());
        if (now.reason() != null) {
            json.put("reason", now.reason());
        }
        json.put("instances", now.instances())
                .put("questions", now.questions())
                .put("failures", now.failures())
                .put("known", now.known())
                .close();
    }

    private void overload(JsonWriter json) {
        ConcurrencyLimiter.Load load = state.load().get();
        json.open("overload")
                .put("in_flight", load.inFlight())
                .put("peak", load.peak())
                .put("waiting", load.waiting());
        if (load.limit() < Integer.MAX_VALUE) {
            json.put("limit", load.limit());
        }
        counts(json, "decisions", state.decisions().overload().all());
        json.close();
    }

    private void upstreams(JsonWriter json) {
        json.openArray("upstreams");
        state.decisions().upstreams().forEach((name, counts) -> {
            json.openElement()
                    .put("name", name)
                    .put("calls", counts.calls())
                    .put("failures", counts.failures())
                    .put("attempts", counts.attempts())
                    .put("fallbacks", counts.fallbacks())
                    .put("breaker", counts.breaker());
            state(json, state.upstreams().apply(name));
            cache(json, state.caches().apply(name));
            json.close();
        });
        json.closeArray();
    }

    private static void state(JsonWriter json, @Nullable UpstreamState now) {
        if (now != null) {
            json.put("disabled", now.isDisabled())
                    .put("running", now.running())
                    .put("retries_refused", now.retriesRefused());
        }
    }

    private static void cache(JsonWriter json, @Nullable CacheStats cache) {
        if (cache != null) {
            json.open("cache")
                    .put("hits", cache.hits() + cache.joined() + cache.negativeHits())
                    .put("shared", cache.shared())
                    .put("stale", cache.staleHits())
                    .put("misses", cache.misses())
                    .put("hit_rate", Figure.rounded(cache.hitRate()))
                    .put("entries", cache.entries())
                    .close();
        }
    }

    private void llm(JsonWriter json) {
        long calls = 0;
        long nanoUsd = 0;
        Map<String, LlmCounts> models = state.decisions().models();
        for (LlmCounts counts : models.values()) {
            calls += counts.calls();
            nanoUsd += counts.nanoUsd();
        }
        json.open("llm").put("calls", calls);
        cost(json, nanoUsd).openArray("models");
        models.forEach((name, counts) -> model(json, name, counts));
        json.closeArray();
        SpendFigures.budgets(json, state.spend().get());
        json.close();
    }

    private static void model(JsonWriter json, String name, LlmCounts counts) {
        int slash = name.indexOf('/');
        json.openElement()
                .put("provider", slash < 0 ? name : name.substring(0, slash))
                .put("model", name.substring(slash + 1))
                .put("calls", counts.calls())
                .put("unpriced", counts.unpriced())
                .put("input_tokens", counts.inputTokens())
                .put("output_tokens", counts.outputTokens());
        cost(json, counts.nanoUsd()).close();
    }

    private static JsonWriter cost(JsonWriter json, long nanoUsd) {
        return json.put("cost_nano_usd", nanoUsd).put("cost_usd", LlmCounts.usd(nanoUsd));
    }

    private static void counts(JsonWriter json, String name, Map<String, Long> counts) {
        json.open(name);
        counts.forEach(json::put);
        json.close();
    }
}
