/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.cost.SpendState;
import dev.breakwater.json.JsonWriter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.traffic.Latencies;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.RouteTraffic;
import dev.breakwater.traffic.SloState;
import dev.breakwater.traffic.TrafficSnapshot;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.UpstreamState;
import java.util.List;

/** How the service is, on one screen: for people as text, for programs as JSON. Safe for use by many threads. */
public final class MetricsSummary {
    private static final int TOP = 5;

    // A month's budget in two days: what the site reliability workbook, chapter 5, pages somebody for.
    private static final double FAST_BURN = 14.4;

    private final MetricsState state;

    /** A summary of this. */
    public MetricsSummary(MetricsState state) {
        this.state = state;
    }

    /** For people. */
    public String toText() {
        TrafficSnapshot traffic = state.traffic().snapshot();
        StringBuilder text = new StringBuilder(1_024);
        text.append(state.service() == null ? "service" : printable(state.service()))
                .append(", up ")
                .append(Figure.span(traffic.uptimeNanos()))
                .append("\n\n");
        traffic.slos().forEach(slo -> slo(text, slo));
        requests(text, traffic);
        store(text);
        routes(text, traffic.routes());
        upstreams(text);
        queues(text);
        budgets(text);
        return text.toString();
    }

    private void slo(StringBuilder text, SloState slo) {
        pad(text, slo.name(), 14).append(word(slo)).append(": ");
        if (slo.total() > 0) {
            text.append(Figure.text(100.0 * slo.good() / slo.total(), 3)).append(" % good");
        } else {
            text.append("no requests");
        }
        text.append(", objective ").append(Figure.text(slo.objective(), 4)).append(" %");
        if (slo.name().equals("latency")) {
            text.append(" within ").append(state.policy().latency().toMillis()).append(" ms");
        }
        text.append(", budget left ")
                .append(Figure.text(100 * slo.budgetRemaining(), 1))
                .append(" %, burn rate ")
                .append(Figure.text(slo.burnRate5m(), 2))
                .append(" (5m) ")
                .append(Figure.text(slo.burnRate1h(), 2))
                .append(" (1h)\n");
    }

    private static String word(SloState slo) {
        if (slo.budgetRemaining() <= 0) {
            return "spent";
        }
        return slo.burnRate5m() >= FAST_BURN && slo.burnRate1h() >= FAST_BURN ? "burning" : "kept";
    }

    private static void requests(StringBuilder text, TrafficSnapshot traffic) {
        pad(text, "requests", 14)
                .append(traffic.requests())
                .append(" in all, ")
                .append(Figure.text(traffic.lastMinute().requestsPerSecond(), 2))
                .append("/s, ")
                .append(traffic.active())
                .append(" active, ")
                .append(Figure.text(100 * traffic.lastFiveMinutes().errorShare(), 3))
                .append(" % errors (5m), ")
                .append(traffic.limited())
                .append(" limited, ")
                .append(traffic.shed())
                .append(" shed\n");
        quantiles(pad(text, "took", 14), traffic.latencies()).append('\n');
    }

    private void store(StringBuilder text) {
        if (state.store() == null) {
            return;
        }
        StoreState now = state.store().get();
        pad(text, "limits", 14)
                .append("shared by ")
                .append(now.instances())
                .append(now.instances() == 1 ? " instance" : " instances")
                .append(now.available() ? "\n" : ", but not now: the store is away\n");
    }

    private static StringBuilder quantiles(StringBuilder text, Latencies latencies) {
        if (latencies.count() == 0) {
            return text.append("no requests in 5m");
        }
        return text.append("p50 ")
                .append(Figure.text(latencies.quantile(0.5) / 1e6, 2))
                .append(" ms, p95 ")
                .append(Figure.text(latencies.quantile(0.95) / 1e6, 2))
                .append(" ms, p99 ")
                .append(Figure.text(latencies.quantile(0.99) / 1e6, 2))
                .append(" ms");
    }

    private static void routes(StringBuilder text, List<RouteTraffic> routes) {
        text.append("\nbusiest routes\n");
        for (RouteTraffic route : routes.subList(0, Math.min(TOP, routes.size()))) {
            pad(text.append("  "), printable(route.route()), 40)
                    .append(route.requests())
                    .append(" requests, ")
                    .append(route.errors())
                    .append(" errors, ");
            quantiles(text, route.latencies()).append('\n');
        }
    }

    private void upstreams(StringBuilder text) {
        text.append("\nupstreams\n");
        state.decisions().upstreams().entrySet().stream().limit(2 * TOP).forEach(entry -> {
            UpstreamCounts counts = entry.getValue();
            pad(text.append("  "), printable(entry.getKey()), 40)
                    .append(counts.calls())
                    .append(" calls, ")
                    .append(counts.failures())
                    .append(" failed, breaker ")
                    .append(counts.breaker());
            UpstreamState now = state.upstreams().apply(entry.getKey());
            if (now != null && now.isDisabled()) {
                text.append(", disabled");
            }
            CacheStats cache = state.caches().apply(entry.getKey());
            if (cache != null && (cache.misses() > 0 || cache.hitRate() > 0)) {
                text.append(", cache ")
                        .append(Figure.text(100 * cache.hitRate(), 1))
                        .append(" %");
            }
            text.append('\n');
        });
    }

    private void queues(StringBuilder text) {
        text.append("\nqueues\n");
        for (QueueGauges.Queue queue :
                state.queues().all().stream().limit(2 * TOP).toList()) {
            int depth = queue.depth();
            pad(text.append("  "), queue.name(), 40).append(depth < 0 ? "?" : Integer.toString(depth));
            if (queue.capacity() < Integer.MAX_VALUE) {
                text.append(" of ").append(queue.capacity());
            }
            text.append('\n');
        }
    }

    private void budgets(StringBuilder text) {
        SpendState spend = state.spend().get();
        if (!spend.budgets().isEmpty()) {
            SpendFigures.budgets(text.append("\nbudgets\n"), spend);
        }
    }

    private static StringBuilder pad(StringBuilder text, String word, int width) {
        text.append(word);
        for (int i = word.length(); i < width - 1; i++) {
            text.append(' ');
        }
        return text.append(' ');
    }

    // What an application named its routes after must not steer an operator's terminal.
    private static String printable(String name) {
        StringBuilder text = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return text.toString();
    }

    /** For programs. */
    public String toJson() {
        TrafficSnapshot traffic = state.traffic().snapshot();
        JsonWriter json = JsonWriter.object();
        if (state.service() != null) {
            json.put("service", state.service());
        }
        MetricsDocument.slos(json, traffic.slos());
        json.put("requests", traffic.requests())
                .put("active", traffic.active())
                .put("per_second", Figure.rounded(traffic.lastMinute().requestsPerSecond()))
                .put("error_share", Figure.rounded(traffic.lastFiveMinutes().errorShare()));
        if (traffic.latencies().count() > 0) {
            json.put("p95_ms", Figure.millis(traffic.latencies().quantile(0.95)));
        }
        json.openArray("routes");
        for (RouteTraffic route :
                traffic.routes().subList(0, Math.min(TOP, traffic.routes().size()))) {
            json.openElement()
                    .put("route", route.route())
                    .put("requests", route.requests())
                    .put("errors", route.errors())
                    .close();
        }
        json.closeArray().openArray("upstreams");
        state.decisions().upstreams().entrySet().stream()
                .limit(2 * TOP)
                .forEach(entry -> json.openElement()
                        .put("name", entry.getKey())
                        .put("calls", entry.getValue().calls())
                        .put("failures", entry.getValue().failures())
                        .put("breaker", entry.getValue().breaker())
                        .close());
        json.closeArray();
        SpendFigures.budgets(json, state.spend().get());
        return json.end();
    }
}
