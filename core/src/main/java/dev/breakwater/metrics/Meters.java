/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.cost.SpendState;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.CheckAdded;
import dev.breakwater.traffic.RequestLabels;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All of our meters in one registry: what {@link MeterObserver} counts, the timer {@code http.server.requests}, and gauges
 * over what a runtime knows. Give it to a runtime, which begins it and closes it. Safe for use by many threads.
 *
 * <pre>{@code
 * BreakwaterRuntime.builder(layers).meters(Meters.of(registry)).start();
 * }</pre>
 */
public final class Meters implements Observer, AutoCloseable {
    private final MeterRegistry registry;
    private final @Nullable AutoCloseable owned;
    private final MeterObserver decisions;
    private final StateMeters state;
    private final HealthMeters health;
    private volatile @Nullable RequestTimer timer;

    private Meters(MeterRegistry registry, @Nullable AutoCloseable owned) {
        this.registry = registry;
        this.owned = owned;
        Counters counters = new Counters(registry);
        decisions = new MeterObserver(registry, counters);
        state = new StateMeters(registry);
        health = new HealthMeters(registry);
        timer = new RequestTimer(registry, counters);
    }

    /** In a registry of the application's, which stays open when these meters are closed. A composite will do. */
    public static Meters of(MeterRegistry registry) {
        return new Meters(registry, null);
    }

    static Meters owning(MeterRegistry registry, AutoCloseable owned) {
        return new Meters(registry, owned);
    }

    /**
     * For web frameworks that time requests themselves under the same name, as Spring does: what is timed twice is counted
     * twice.
     */
    public Meters withoutRequestTimer() {
        timer = null;
        return this;
    }

    /**
     * What to register where a framework times {@code http.server.requests}: a tag {@code uri} beyond the first so many, and
     * a {@code method} that no specification knows, become {@code _OTHER}, so that all requests are counted and none denied;
     * and the timer gets the buckets of our own timer, unless it has been given others.
     *
     * @param maxUris how many URIs are told apart
     */
    public static MeterFilter requestFilter(int maxUris) {
        return new RequestFilter(maxUris);
    }

    /**
     * Shows as {@code breakwater.metrics.overflow} what this filter found to be too much.
     *
     * @param filter of {@link #requestFilter}; any other one is ignored
     */
    public Meters withOverflowOf(MeterFilter filter) {
        if (filter instanceof RequestFilter requests) {
            state.overflowOfUris(requests::overflowed);
        }
        return this;
    }

    /** Begins to show this. A runtime calls it once. */
    public void begin(Measured measured) {
        state.begin(measured);
        health.begin(measured.health());
    }

    /** Shows how this upstream is from now on. A runtime calls it for each. */
    public void show(Upstream upstream) {
        state.stateOf(upstream.name());
    }

    /** Shows all components whose health is known about. A runtime calls it when its settings change. */
    public void showComponents() {
        health.showAll();
    }

    /** Shows the budgets there are. A runtime calls it when its settings change. */
    public void showSpend(Supplier<SpendState> state) {
        decisions.showSpend(state);
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        decisions.on(decision, exchange);
        if (decision instanceof UpstreamResult result) {
            state.cacheOf(result.upstream());
        } else if (decision instanceof CheckAdded added) {
            health.show(added.component());
        } else if (decision instanceof Completed completed && exchange != null) {
            time(completed, exchange);
        }
    }

    private void time(Completed completed, Exchange exchange) {
        RequestTimer requests = timer;
        RequestLabels labels = RequestLabels.of(exchange);
        if (requests != null && labels != null) {
            requests.record(labels, completed.outcome(), exchange);
        }
    }

    /** How to read these meters as Prometheus does; null if no registry among them can say it. */
    public @Nullable Exposition exposition() {
        return ExpositionFinder.in(registry);
    }

    /** Takes what was shown out of the registry; closes the registry if it was made for these meters. */
    @Override
    public void close() {
        state.close();
        health.close();
        decisions.close();
        if (owned != null) {
            try {
                owned.close();
            } catch (Exception unclosed) {
                throw new IllegalStateException("meters: could not be closed", unclosed);
            }
        }
    }
}
