/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.ErrorListener;
import dev.breakwater.Guard;
import dev.breakwater.Observer;
import dev.breakwater.audit.AuditCounts;
import dev.breakwater.caller.CallerVerifier;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layers;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.ledger.SpendBook;
import dev.breakwater.drain.DrainSummary;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.metrics.Meters;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.ratelimit.PlanResolver;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.report.ReadinessCheck;
import dev.breakwater.report.ReadinessReport;
import dev.breakwater.requestlog.EventSink;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.upstream.Upstream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Owns what lives longer than a chain: time, threads, stores, sinks and the state behind the policies. Adapters hold the
 * runtime and ask it for the current chain once per request; {@link #replace} swaps the chain under traffic. Safe for
 * use by many threads.
 *
 * <pre>{@code
 * try (BreakwaterRuntime runtime = BreakwaterRuntime.start(args)) { ... }
 * }</pre>
 */
public final class BreakwaterRuntime implements AutoCloseable {
    private final TimeSource time;
    private final @Nullable Assembly assembly;
    private final Deadlines deadlines = new Deadlines();
    private volatile Breakwater chain;
    private volatile boolean problemDetails;

    private BreakwaterRuntime(Breakwater chain, TimeSource time) {
        this.chain = chain;
        this.time = time;
        this.assembly = null;
    }

    private BreakwaterRuntime(Builder builder, BreakwaterSettings settings) {
        time = builder.time;
        // Checks begin to run while the first chain is being built, and may have something to say.
        chain = Breakwater.of(List.of());
        assembly = Assembly.of(builder, settings, (decision, exchange) -> chain().publish(decision, exchange));
        try {
            replace(settings);
        } catch (RuntimeException | Error invalid) {
            assembly.close();
            throw invalid;
        }
    }

    /** A runtime around a chain built by hand, with the machine's clocks. */
    public static BreakwaterRuntime of(Breakwater chain) {
        return new BreakwaterRuntime(chain, TimeSource.system());
    }

    /**
     * A runtime configured from files, environment, system properties and this command line.
     *
     * @throws InvalidPolicyException with everything that is wrong with the configuration
     */
    public static BreakwaterRuntime start(String... args) {
        return builder(Layers.standard(args)).start();
    }

    /** Begins a runtime configured from these layers. */
    public static Builder builder(Layers layers) {
        return new Builder(layers);
    }

    /** The chain for a request that arrives now. */
    public Breakwater chain() {
        return chain;
    }

    /** The clocks. */
    public TimeSource time() {
        return time;
    }

    /** For adapters: what calls back when a request's deadline passes. */
    public Deadlines deadlines() {
        return deadlines;
    }

    /** For adapters: whether an error is answered with a problem in place of an error page. */
    public boolean answersErrors() {
        return problemDetails;
    }

    /**
     * From the next request on, these settings hold. Buckets stay as they are for policies that keep their name, and
     * checks run on; upstreams keep what they know. If this
     * throws, nothing has changed.
     *
     * @throws InvalidPolicyException if the settings do not go together with the guards that were added, or would move the
     *     buckets to another store, which takes a restart
     */
    public synchronized void replace(BreakwaterSettings settings) {
        Assembly kept = assembled();
        Breakwater before = chain;
        Breakwater next = kept.chain(settings);
        chain = next;
        problemDetails = settings.enabled() && settings.problemDetails();
        kept.audit.adopted(before, next, settings);
        kept.adopted(settings, next);
    }

    /** The application is able to serve: from now on the ready probe says so, if the checks do. */
    public synchronized void serving() {
        if (assembly != null) {
            assembly.vitals().serving();
        }
    }

    /**
     * What runs the health checks: for checks that come later, and to say that the application wants no traffic. Empty
     * while {@code health.enabled} is false; not the same one after that has been switched off and on.
     */
    public Optional<HealthAggregator> health() {
        return assembled().vitals().current();
    }

    /**
     * Takes the service out of traffic, the first time this is called: the ready probe fails at once; for {@code
     * health.drain-delay} everything is still served, and connections closed behind the answers; then requests are refused
     * with 503, and for up to {@code health.drain-timeout} those in flight are awaited. Never blocks, and cannot be taken
     * back.
     *
     * @return completes with what became of the requests, on a thread that may be kept; the same drain's each time
     */
    public CompletableFuture<DrainSummary> drain() {
        return assembled().draining.drain().begin();
    }

    /** Whether a drain has begun, or even ended. */
    public boolean isDraining() {
        return assembly != null && assembly.draining.hasBegun();
    }

    /**
     * Has this called once when a drain begins, on a thread of the drain's own; at once, on this thread, if one has. What it
     * throws is logged. It is the moment to end event streams and to take no more work from queues.
     */
    public void onDrain(Runnable listener) {
        assembled().draining.drain().onBegin(listener);
    }

    /**
     * Has the JVM drain when it is told to end, by SIGTERM for example, then close these in order, then this runtime:
     * {@code runtime.drainOnShutdown(server::stop)}. There is one shutdown hook however often this is called; what is named
     * later is closed later. Closing the runtime takes the hook away. A server must not have a hook of its own.
     *
     * @throws IllegalStateException if the JVM is about to end already
     */
    public void drainOnShutdown(AutoCloseable... afterwards) {
        assembled().draining.onShutdown(List.of(afterwards), this);
    }

    /** Measures calls to language models, and lets only those be made that their budgets can pay for. */
    public LlmMeter llmMeter() {
        return assembled().llmMeter();
    }

    /** What may be spent on calls to language models ({@code cost.budgets}). The same object while settings come and go. */
    public Budgets budgets() {
        return assembled().costs().budgets();
    }

    /**
     * What calls to language models have cost, by day, model, route and budget: of this instance, and where {@code
     * cost.ledger} is a file, also before it was started. The same object while settings come and go.
     */
    public SpendBook spend() {
        return assembled().costs().book();
    }

    /**
     * The upstream of this name, guarded as {@code upstreams.NAME.*} says; if nothing is said about it, by the defaults.
     * The same one each time, so that all its callers share breaker, bulkhead and cache. Ask for it once, at the start:
     * then a setting that is wrong keeps the service from starting.
     *
     * @throws InvalidPolicyException if this is no name for an upstream, or what the environment says about it is wrong
     * @throws IllegalStateException if the runtime has been closed
     */
    public Upstream upstream(String name) {
        return assembled().upstream(name);
    }

    /**
     * How many requests are in flight and waiting, and what their peak has been: by it, choose
     * {@code overload.max-concurrent}. All zero while {@code overload.enabled} is false.
     */
    public ConcurrencyLimiter.Load load() {
        return assembled().load();
    }

    /** The application's queues: those that are registered are shown where metrics are. */
    public QueueGauges queues() {
        return assembled().telemetry().queues();
    }

    /** The statistics of the requests that came through, kept while chains come and go. */
    public Traffic traffic() {
        return assembled().telemetry().traffic();
    }

    /** The readiness report as of now: what the guides' checklists ask before a service goes live, judged. */
    public ReadinessReport report() {
        return assembled().readiness().report();
    }

    /**
     * The second port ({@code ops.port}), which answers probes and operators: the one that was taken, where any would
     * do. Empty if there is none.
     */
    public OptionalInt opsPort() {
        return assembly == null ? OptionalInt.empty() : assembly.opsPort();
    }

    /** What became of the request events so far, under all settings since the start. */
    public RequestLogCounts requestLogCounts() {
        return assembled().requestLogCounts();
    }

    /**
     * Whether {@code ops.*} counts whoever sends this request as an operator. For endpoints of the application's own: let
     * everybody else pass on, so that a refusal cannot be told from an endpoint that does not exist.
     *
     * @param exchange a request that the chain has been asked to admit
     */
    public boolean isOperator(Exchange exchange) {
        return assembled().isOperator(exchange);
    }

    /**
     * Ends the runtime's threads. Requests are served on, and their chain stays. Upstreams refuse further calls; those that
     * run end by themselves.
     */
    @Override
    public synchronized void close() {
        deadlines.close();
        if (assembly != null) {
            assembly.close();
            assembly.audit.close(chain);
        }
    }

    /** What became of security events so far; zero until there has been an audit log. */
    public AuditCounts auditCounts() {
        return assembled().audit.counts();
    }

    private Assembly assembled() {
        if (assembly == null) {
            throw new IllegalStateException("this runtime was made around a chain (expected: one built from settings)");
        }
        return assembly;
    }

    /** Puts a runtime together. Not for use by several threads. */
    public static final class Builder {
        final List<Guard> guards = new ArrayList<>();
        final List<Observer> observers = new ArrayList<>();
        final List<HealthCheck> checks = new ArrayList<>();
        final List<ReadinessCheck> readinessChecks = new ArrayList<>();
        final List<ErrorListener> errorListeners = new ArrayList<>();
        EventSink sink = EventSink.slf4j();
        TimeSource time = TimeSource.system();
        boolean serving = true;

        @Nullable
        CallerVerifier verifier;

        @Nullable
        RateLimitStore store;

        @Nullable
        SharedStateProvider shared;

        @Nullable
        PlanResolver plans;

        @Nullable
        Meters meters;

        private final Layers layers;

        private Builder(Layers layers) {
            this.layers = layers;
        }

        /** Adds guards; one that has the name of a guard of ours takes its place. */
        public Builder guards(Collection<? extends Guard> more) {
            guards.addAll(more);
            return this;
        }

        /** Adds observers. */
        public Builder observers(Collection<? extends Observer> more) {
            observers.addAll(more);
            return this;
        }

        /** Adds health checks. */
        public Builder healthChecks(Collection<? extends HealthCheck> more) {
            checks.addAll(more);
            return this;
        }

        /** Adds checks to the readiness report; one that has the id of a check of ours takes its place. */
        public Builder readinessChecks(Collection<? extends ReadinessCheck> more) {
            readinessChecks.addAll(more);
            return this;
        }

        /** Adds who is told of what the application and guards throw; what they throw themselves is reported. */
        public Builder errorListeners(Collection<? extends ErrorListener> more) {
            errorListeners.addAll(more);
            return this;
        }

        /** Who says whether a credential is genuine; nobody by default. */
        public Builder verifier(CallerVerifier judge) {
            verifier = judge;
            return this;
        }

        /** Where buckets are kept; in memory by default. */
        public Builder rateLimitStore(RateLimitStore where) {
            store = where;
            return this;
        }

        /**
         * How to get at what the instances share, asked if {@code rate-limit.store} wants it; by default whichever provider
         * is on the class path. The runtime closes what it has opened.
         */
        public Builder sharedState(SharedStateProvider provider) {
            shared = provider;
            return this;
        }

        /** On which plan callers are, for rate limits that differ by plan; all on the policies' own limits by default. */
        public Builder plans(PlanResolver resolver) {
            plans = resolver;
            return this;
        }

        /**
         * Where meters are kept. Where none are given, a registry of the runtime's own, if micrometer-registry-prometheus is
         * on the class path; otherwise nowhere. The runtime closes them.
         */
        public Builder meters(Meters joined) {
            meters = joined;
            return this;
        }

        /** Where request events go; to SLF4J by default. */
        public Builder eventSink(EventSink where) {
            sink = where;
            return this;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource source) {
            time = source;
            return this;
        }

        /** Says that the application is not able to serve yet, and will call {@link BreakwaterRuntime#serving()}. */
        public Builder servingLater() {
            serving = false;
            return this;
        }

        /**
         * Reads the configuration and starts.
         *
         * @throws InvalidPolicyException with everything that is wrong with the configuration
         */
        public BreakwaterRuntime start() {
            return new BreakwaterRuntime(this, BreakwaterSettings.read(layers));
        }
    }
}
