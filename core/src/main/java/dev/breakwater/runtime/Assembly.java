/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cost.CostGuard;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.PriceBook;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.headers.SecurityHeadersGuard;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthGuard;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.requestlog.RequestLogGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a runtime keeps while chains come and go, and how settings become a chain around it. */
final class Assembly implements AutoCloseable {
    private final BreakwaterRuntime.Builder parts;
    private final RateLimitStore store;
    private final ScheduledExecutorService timer;
    private final @Nullable HealthAggregator health;
    private final LlmMeter llmMeter;
    private final Observer publisher;
    private volatile @Nullable PriceBook prices;

    /**
     * With the state that outlives chains.
     *
     * @param publisher tells the observers of whichever chain is current
     */
    Assembly(BreakwaterRuntime.Builder parts, BreakwaterSettings settings, Observer publisher) {
        this.parts = parts;
        this.publisher = publisher;
        store = parts.store == null
                ? Bucket4jStore.of(parts.time, settings.rateLimit().maxKeys())
                : parts.store;
        timer = timer();
        health = settings.health() == null ? null : health(settings.health());
        llmMeter = new LlmMeter(this::currentPrices, this::publishCost, parts.time);
    }

    /** A chain for these settings around what is kept. */
    Breakwater chain(BreakwaterSettings settings) {
        List<Guard> guards = new ArrayList<>();
        List<Observer> observers = new ArrayList<>(parts.observers);
        if (settings.enabled()) {
            add(settings, guards, observers);
            Set<String> replaced = parts.guards.stream().map(Assembly::key).collect(Collectors.toSet());
            guards.removeIf(guard -> replaced.contains(key(guard)));
            guards.addAll(parts.guards);
        }
        Breakwater chain = Breakwater.builder()
                .callers(settings.callers())
                .time(parts.time)
                .guards(guards)
                .observers(observers)
                .build();
        prices = settings.prices();
        return chain;
    }

    private void add(BreakwaterSettings settings, List<Guard> guards, List<Observer> observers) {
        if (settings.requestLog() != null) {
            RequestLogGuard log = RequestLogGuard.of(settings.requestLog(), parts.sink);
            guards.add(log);
            observers.add(log);
        }
        if (settings.headers() != null) {
            guards.add(new SecurityHeadersGuard(settings.headers()));
        }
        if (!settings.cors().isEmpty()) {
            guards.add(new CorsGuard(settings.cors()));
        }
        if (settings.health() != null && health != null) {
            guards.add(HealthGuard.of(settings.health(), health, settings.operators(), parts.time));
        }
        if (settings.rateLimit().enabled() && !settings.rateLimit().policies().isEmpty()) {
            guards.add(rateLimit(settings));
        }
        if (settings.prices() != null) {
            guards.add(new CostGuard(publisher));
        }
    }

    private RateLimitGuard rateLimit(BreakwaterSettings settings) {
        RateLimitGuard.Builder guard = RateLimitGuard.builder()
                .policies(settings.rateLimit().policies())
                .fields(settings.rateLimit().fields())
                .apiKeyHeader(settings.apiKeyHeader())
                .store(store)
                .time(parts.time);
        if (parts.verifier != null) {
            guard.verifier(parts.verifier);
        }
        return StartupReport.warned(guard.build(), settings);
    }

    void serving() {
        if (health != null) {
            health.started();
        }
    }

    LlmMeter llmMeter() {
        return llmMeter;
    }

    private PriceBook currentPrices() {
        PriceBook current = prices;
        return current == null ? PriceBook.empty() : current;
    }

    private void publishCost(Decision decision, @Nullable Exchange exchange) {
        if (prices != null) {
            publisher.on(decision, exchange);
        }
    }

    private HealthAggregator health(HealthPolicy policy) {
        HealthAggregator aggregator =
                HealthAggregator.start(policy, parts.checks, List.of(publisher), parts.time, timer);
        if (parts.serving) {
            aggregator.started();
        }
        return aggregator;
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
        if (health != null) {
            health.close();
        }
        timer.shutdownNow();
    }
}
