/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.config.UpstreamSettings;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.KillSwitchChanged;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamPolicy;
import dev.breakwater.upstream.UpstreamState;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The upstreams that code has asked for. Each keeps its state while settings come and go. Safe for many threads. */
final class Upstreams implements AutoCloseable {
    private static final int MOST = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final Observer observer;
    private final TimeSource time;
    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private final List<Consumer<Upstream>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable HealthAggregator health;
    private UpstreamSettings settings;
    private boolean closed;

    Upstreams(UpstreamSettings settings, Observer observer, TimeSource time) {
        this.settings = settings;
        this.observer = observer;
        this.time = time;
    }

    Upstream named(String name) {
        Upstream known = find(name);
        return known == null ? made(name) : known;
    }

    private synchronized @Nullable Upstream find(String name) {
        return byName.get(name);
    }

    private Upstream made(String name) {
        Upstream made;
        synchronized (this) {
            Upstream known = byName.get(name);
            if (known != null) {
                return known;
            }
            made = make(name);
            byName.put(name, made);
        }
        // Under no lock: they have locks of their own.
        listeners.forEach(listener -> listener.accept(made));
        HealthAggregator current = health;
        if (current != null) {
            current.register(made.health());
        }
        return made;
    }

    private Upstream make(String name) {
        if (closed) {
            throw new IllegalStateException("upstream " + name + ": asked for after the runtime was closed");
        }
        if (byName.size() >= MOST) {
            throw new IllegalStateException("upstream " + name + ": one more than " + MOST
                    + " (expected: names of what the service depends on, known before it runs, since each keeps a state, threads"
                    + " and meters; put what differs by call into its key)");
        }
        UpstreamPolicy policy = settings.policy(name);
        StartupReport.unnamed(policy, settings);
        return Upstream.of(policy).observer(this::heard).time(time).build();
    }

    /** One that code has asked for or settings name; null for any other name, so that nobody makes up new ones. */
    @Nullable
    Upstream known(String name) {
        Upstream known = find(name);
        return known == null && isConfigured(name) ? named(name) : known;
    }

    private synchronized boolean isConfigured(String name) {
        return !closed && settings.policies().containsKey(name);
    }

    /** From now on the health of each is told there. */
    void tellHealthTo(@Nullable HealthAggregator current) {
        boolean isNew = current != health;
        health = current;
        if (current != null && isNew) {
            all().stream()
                    .map(Upstream::health)
                    .filter(check -> !isThere(check, current))
                    .forEach(current::register);
        }
    }

    // It remembers those of the time before health was switched off.
    private static boolean isThere(HealthCheck check, HealthAggregator aggregator) {
        return aggregator.checks().stream().anyMatch(known -> known.name().equalsIgnoreCase(check.name()));
    }

    private void refresh(String upstream) {
        HealthAggregator current = health;
        if (current != null) {
            current.refresh("upstream-" + upstream);
        }
    }

    /** Has this called with each upstream there is and each that will be, perhaps twice. */
    void onMade(Consumer<Upstream> listener) {
        listeners.add(listener);
        all().forEach(listener);
    }

    /** How this upstream is; null if nobody has asked for it. */
    @Nullable
    UpstreamState state(String name) {
        Upstream known = find(name);
        return known == null ? null : known.state();
    }

    /** What the cache of this upstream has saved; null if nobody has asked for it. */
    @Nullable
    CacheStats cacheStats(String name) {
        Upstream known = find(name);
        return known == null ? null : known.cacheStats();
    }

    private void heard(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof BreakerChanged change) {
            say(change);
            observer.on(change, exchange);
            refresh(change.upstream());
        } else if (decision instanceof KillSwitchChanged change) {
            say(change);
            observer.on(change, exchange);
            refresh(change.upstream());
        } else {
            observer.on(decision, exchange);
        }
    }

    private static void say(BreakerChanged change) {
        switch (change.to()) {
            case OPEN ->
                LOG.warn("Breakwater: too many calls to upstream {} fail, nothing is sent for now", change.upstream());
            case HALF_OPEN -> LOG.info("Breakwater: a few calls to upstream {} are tried again", change.upstream());
            case CLOSED -> LOG.info("Breakwater: calls to upstream {} pass again", change.upstream());
        }
    }

    private static void say(KillSwitchChanged change) {
        String by = change.by().text();
        if (change.disabled()) {
            LOG.warn("Breakwater: upstream {} is disabled from now on, by {}: nothing is sent", change.upstream(), by);
        } else {
            LOG.info("Breakwater: upstream {} is enabled again, by {}", change.upstream(), by);
        }
    }

    /** All that code has asked for so far. */
    synchronized Collection<Upstream> all() {
        return List.copyOf(byName.values());
    }

    /** Changes all of them or, if one of the policies is not valid, none. */
    synchronized void replace(UpstreamSettings next) {
        Map<Upstream, UpstreamPolicy> changes = new LinkedHashMap<>();
        byName.forEach((name, upstream) -> changes.put(upstream, next.policy(name)));
        changes.forEach(Upstream::replace);
        settings = next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        byName.values().forEach(Upstream::close);
    }
}
