/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Guard;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthSnapshot;
import dev.breakwater.ops.Endpoint;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.report.Finding;
import dev.breakwater.report.ReadinessCheck;
import dev.breakwater.report.ReadinessContext;
import dev.breakwater.report.ReadinessReport;
import dev.breakwater.report.ReportEndpoint;
import dev.breakwater.report.Sightings;
import dev.breakwater.upstream.Upstream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Asks the checks of the readiness report about the chain that stands. Safe for use by many threads. */
final class Readiness {
    // A name of its own, so that whoever has read the report can silence it and nothing else.
    private static final Logger LOG = LoggerFactory.getLogger(ReadinessReport.class);
    private static final Logger STARTUP = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final BreakwaterRuntime.Builder parts;
    private final Supplier<ConcurrencyLimiter.Load> load;
    private final Supplier<Collection<Upstream>> upstreams;
    private final Buckets buckets;
    private final List<ReadinessCheck> checks = new ArrayList<>(ReadinessReport.standardChecks());
    private final Sightings seen = new Sightings();
    private volatile @Nullable Standing standing;

    /** What stands since the settings were last changed. */
    private record Standing(
            BreakwaterSettings settings,
            List<Guard> guards,
            @Nullable HealthAggregator health) {}

    Readiness(
            BreakwaterRuntime.Builder parts,
            Supplier<ConcurrencyLimiter.Load> load,
            Supplier<Collection<Upstream>> upstreams,
            Buckets buckets) {
        this.parts = parts;
        this.load = load;
        this.upstreams = upstreams;
        this.buckets = buckets;
        checks.addAll(parts.readinessChecks);
    }

    /** What hears the decisions it judges by. */
    Sightings seen() {
        return seen;
    }

    void answerAt(Map<String, Endpoint> endpoints) {
        endpoints.put(ReportEndpoint.PATH, new ReportEndpoint(this::report));
    }

    /** Requests showed that what is configured about proxies is not so. */
    void contradicted(Problem found) {
        STARTUP.warn("Breakwater: {}", found);
        seen.noteProxies(found);
    }

    /** This stands from now on; says in short how ready it is. */
    void adopted(BreakwaterSettings settings, List<Guard> guards, @Nullable HealthAggregator health) {
        seen.leaveOut(settings.health() == null ? Set.of() : settings.health().paths());
        standing = new Standing(settings, guards, health);
        if (settings.enabled()) {
            log(report(), settings.service().isProduction());
        }
    }

    ReadinessReport report() {
        Standing now = standing;
        if (now == null) {
            throw new IllegalStateException("no chain stands yet (expected: a runtime that has been started)");
        }
        return ReadinessReport.of(checks, new Context(now));
    }

    // Where no real user is served, a developer starts the service many times a day and knows what is missing.
    private static void log(ReadinessReport report, boolean production) {
        LOG.info("Breakwater readiness: {}; see {}", report, ReportEndpoint.PATH);
        if (production) {
            for (ReadinessReport.Entry check : report.checks(Finding.State.FAIL)) {
                LOG.warn("Breakwater is not ready: {}: {}. {}", check.id(), check.evidence(), check.fix());
            }
        } else {
            say("Breakwater would not be ready for production", report, Finding.State.FAIL);
        }
        say("Breakwater asks for a thought", report, Finding.State.WARN);
    }

    private static void say(String what, ReadinessReport report, Finding.State state) {
        List<ReadinessReport.Entry> entries = report.checks(state);
        if (!entries.isEmpty()) {
            LOG.info(
                    "{}: {}",
                    what,
                    entries.stream().map(ReadinessReport.Entry::id).collect(Collectors.joining(", ")));
        }
    }

    /** What a report is made of: one state of affairs, whatever is replaced meanwhile. */
    private final class Context implements ReadinessContext {
        private final Standing now;

        Context(Standing now) {
            this.now = now;
        }

        @Override
        public BreakwaterSettings settings() {
            return now.settings;
        }

        @Override
        public List<Guard> guards() {
            return now.guards;
        }

        @Override
        public Set<String> replaced() {
            return parts.guards.stream()
                    .map(guard -> guard.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Sightings seen() {
            return seen;
        }

        @Override
        public ConcurrencyLimiter.Load load() {
            return load.get();
        }

        @Override
        public boolean isTaken(Level level) {
            return parts.sink.isEnabled(level);
        }

        @Override
        public boolean isStoreLocal() {
            return buckets.areLocal();
        }

        @Override
        public StoreState store() {
            return buckets.state();
        }

        @Override
        public Collection<HealthCheck> healthChecks() {
            return List.copyOf(parts.checks);
        }

        @Override
        public @Nullable HealthSnapshot health() {
            return now.health == null ? null : now.health.snapshot();
        }

        @Override
        public Collection<Upstream> upstreams() {
            return upstreams.get();
        }

        @Override
        public Instant now() {
            return parts.time.now();
        }
    }
}
