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
import dev.breakwater.upstream.AnswerStore;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.KillSwitchChanged;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamPolicy;
import dev.breakwater.upstream.UpstreamState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final @Nullable AnswerStore answers;
    // Held while upstreams are made or changed, which may take a while; this object only for a look, and within it.
    private final Object changing = new Object();
    private final Map<String, Upstream> byName = new LinkedHashMap<>();
    private final Map<String, String> inLowerCase = new HashMap<>();
    private final List<Consumer<Upstream>> listeners = new ArrayList<>();
    private volatile @Nullable HealthAggregator health;
    private UpstreamSettings settings;
    private boolean closed;

    /** @param answers where they share answers, if their policies say so; null for nowhere */
    Upstreams(UpstreamSettings settings, Observer observer, TimeSource time, @Nullable AnswerStore answers) {
        this.settings = settings;
        this.observer = observer;
        this.time = time;
        this.answers = answers;
    }

    Upstream named(String name) {
        Upstream known = find(name);
        return known == null ? made(name) : known;
    }

    private synchronized @Nullable Upstream find(String name) {
        return byName.get(name);
    }

    private Upstream made(String name) {
        Runnable tell;
        Upstream made;
        synchronized (changing) {
            Upstream known = find(name);
            if (known != null) {
                return known;
            }
            UpstreamPolicy policy = policy(name);
            made = built(policy);
            tell = added(made);
        }
        // Under no lock: they have locks of their own.
        tell.run();
        return made;
    }

    private Upstream built(UpstreamPolicy policy) {
        Upstream.Builder upstream = Upstream.of(policy).observer(this::heard).time(time);
        return answers == null ? upstream.build() : upstream.answers(answers).build();
    }

    /** What is to be done for it. Whoever wants to hear of upstreams from now on finds it among those there are. */
    private synchronized Runnable added(Upstream made) {
        if (closed) {
            made.close();
        }
        requireOpen(made.name());
        byName.put(made.name(), made);
        inLowerCase.put(made.name().toLowerCase(Locale.ROOT), made.name());
        List<Consumer<Upstream>> now = List.copyOf(listeners);
        HealthAggregator current = health;
        return () -> {
            now.forEach(listener -> listener.accept(made));
            if (current != null) {
                current.register(made.health());
            }
        };
    }

    private void requireOpen(String name) {
        if (closed) {
            throw new IllegalStateException("upstream " + name + ": asked for after the runtime was closed");
        }
    }

    private synchronized UpstreamPolicy policy(String name) {
        requireOpen(name);
        String other = otherCase(name);
        if (other != null) {
            throw new IllegalStateException("upstream " + name + ": there is " + other + " already (expected: one"
                    + " spelling of each name, since variables of the environment and many dashboards know no case)");
        }
        if (byName.size() >= MOST) {
            throw new IllegalStateException("upstream " + name + ": one more than " + MOST
                    + " (expected: names of what the service depends on, known before it runs, since each keeps a state, threads"
                    + " and meters; put what differs by call into its key)");
        }
        UpstreamPolicy policy = settings.policy(name);
        StartupReport.unnamed(policy, settings);
        return policy;
    }

    private @Nullable String otherCase(String name) {
        String known = inLowerCase.get(name.toLowerCase(Locale.ROOT));
        return name.equals(known) ? null : known;
    }

    /** One that code has asked for or settings name; null for any other name, so that nobody makes up new ones. */
    @Nullable
    Upstream known(String name) {
        Upstream known = find(name);
        return known == null && isConfigured(name) ? named(name) : known;
    }

    private synchronized boolean isConfigured(String name) {
        return !closed && settings.policies().containsKey(name) && otherCase(name) == null;
    }

    /** From now on the health of each is told there. */
    void tellHealthTo(@Nullable HealthAggregator current) {
        Collection<Upstream> there;
        synchronized (this) {
            there = current == health ? List.of() : all();
            health = current;
        }
        if (current != null) {
            there.stream()
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

    /** Has this called once with each upstream there is and each that will be. */
    void onMade(Consumer<Upstream> listener) {
        Collection<Upstream> there;
        synchronized (this) {
            listeners.add(listener);
            there = all();
        }
        there.forEach(listener);
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
    void replace(UpstreamSettings next) {
        synchronized (changing) {
            Map<Upstream, UpstreamPolicy> changes = new LinkedHashMap<>();
            all().forEach(upstream -> changes.put(upstream, next.policy(upstream.name())));
            changes.forEach(Upstream::replace);
            use(next);
        }
    }

    private synchronized void use(UpstreamSettings next) {
        settings = next;
    }

    @Override
    public synchronized void close() {
        closed = true;
        byName.values().forEach(Upstream::close);
    }
}
