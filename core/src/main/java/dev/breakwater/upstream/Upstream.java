/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.Decision;
import dev.breakwater.FaultReporter;
import dev.breakwater.Observer;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.upstream.KillSwitchChanged.By;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the service depends on, called through one pipeline: kill switch, cache, deadline, attempts, bulkhead, breaker, the
 * call, the meter; with a fallback around it all. Safe for use by many threads.
 *
 * <pre>
 * Upstream prices = Upstream.named("price-api")
 *         .timeout(Duration.ofSeconds(2))
 *         .attempts(3)
 *         .build();
 * Price price = prices.call(() -&gt; client.price(sku)).fallback(failure -&gt; Price.unknown()).get();
 * </pre>
 */
public final class Upstream implements AutoCloseable {
    private final Engine engine;
    private final Crew crew;
    private final Pipelines pipelines;
    private final Watches watches;
    private volatile Pipeline pipeline;

    private Upstream(Builder builder, UpstreamPolicy policy) {
        crew = new Crew(policy.name(), builder.timer, builder.threads);
        FaultReporter faults = new FaultReporter(builder.time);
        engine = new Engine(
                policy.name(),
                builder.observer,
                builder.time,
                crew.timer(),
                new Alarm(crew.timer(), builder.time, faults),
                crew.threads(),
                builder.random,
                builder.retryIf,
                faults,
                new KillSwitch(policy.name(), policy.isDisabled(), this::tell));
        pipelines = new Pipelines(engine, builder.answers);
        pipeline = pipelines.first(policy);
        watches = new Watches(engine, policy.disabledFile());
    }

    /**
     * Begins an upstream.
     *
     * @param name its name in events and meters: a letter, then at most 31 letters, digits, dashes and underscores
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Begins an upstream with this policy. */
    public static Builder of(UpstreamPolicy policy) {
        return new Builder(policy);
    }

    /** The name. */
    public String name() {
        return engine.name();
    }

    /**
     * Describes a call that holds a thread while it waits. It runs on a thread of the upstream, so that the caller goes on at
     * the deadline whatever the work does: it is interrupted then, and if it ignores that, keeps its thread and its place
     * among those that may run at a time until it ends.
     */
    public <T extends @Nullable Object> Call<T> call(Callable<? extends T> work) {
        return Call.of(this, Work.<T>blocking(Objects.requireNonNull(work, "work")));
    }

    /**
     * Describes a call that holds no thread while it waits. At the deadline the stage is cancelled; if that does not end what
     * it stands for, as with a stage derived from another, it keeps its place among those that may run at a time until it
     * completes.
     *
     * @param work begins the call, on the caller's thread the first time, where what it does to the MDC stays; must not wait
     */
    public <T extends @Nullable Object> Call<T> callAsync(Supplier<? extends CompletionStage<? extends T>> work) {
        return Call.of(this, Work.<T>staged(Objects.requireNonNull(work, "work")));
    }

    /**
     * Throws the kill switch: from now on nothing is sent, nothing is answered from the cache, and what runs gets no further
     * attempt. Running attempts end by themselves.
     */
    public void disable() {
        disable(By.CODE);
    }

    /** The same on behalf of somebody. */
    public void disable(By by) {
        engine.killSwitch().set(true, by);
    }

    /** Takes back {@link #disable()}, whoever called it, and the setting; not what the file or a callback says. */
    public void enable() {
        enable(By.CODE);
    }

    /** The same on behalf of somebody. */
    public void enable(By by) {
        engine.killSwitch().set(false, by);
    }

    /**
     * Throws the kill switch as long as this says so, whatever others say. It is asked every 50 milliseconds on a thread of
     * the upstream, never by a call, and not again before it has answered; while it throws, its last answer counts, which is
     * no at the beginning.
     */
    public void disabledWhen(BooleanSupplier isDisabled) {
        watches.add(Objects.requireNonNull(isDisabled, "isDisabled"));
    }

    /** Whether the kill switch is thrown. */
    public boolean isDisabled() {
        return engine.killSwitch().isThrown();
    }

    /** How many further attempts were not made because the retry budget was used up. */
    public long retriesRefused() {
        return pipeline.retries().refused();
    }

    /** How it is now. */
    public UpstreamState state() {
        return pipeline.state(engine.killSwitch());
    }

    /**
     * A check of its health that calls nothing: up; degraded while it is disabled or its breaker is half open; down while
     * its breaker is open. Its name is {@code upstream-NAME}; it is shared and not critical. A runtime registers it.
     */
    public HealthCheck health() {
        return new UpstreamHealth(name(), this::state);
    }

    /** What the cache has saved; all zero without one. */
    public CacheStats cacheStats() {
        return pipelines.cacheStats(pipeline);
    }

    /**
     * Forgets what is kept under this key; what is being asked for just now, by a reload too, is not kept either. Where
     * instances share answers it is forgotten there, too, if the key is text; other instances go on with what they have in
     * memory until its time is over.
     */
    public void invalidate(Object key) {
        pipeline.invalidate(key);
    }

    /**
     * Forgets all that is kept in this instance's memory; what is being asked for just now is not kept either. What instances
     * share stays where it is, and is found again there.
     */
    public void invalidateAll() {
        pipeline.invalidateAll();
    }

    /**
     * Changes the policy. Calls that run end under the one they began with. The breaker and the cache keep what they know
     * unless their own settings change, each rate limit its fill unless it changes, and the retry budget its count; the
     * kill switch is set only if the policy's differs from the last policy's.
     *
     * @throws IllegalArgumentException if the policy has another name
     */
    public synchronized void replace(UpstreamPolicy policy) {
        if (!policy.name().equals(name())) {
            throw new IllegalArgumentException("policy: " + policy.name() + " (expected: " + name()
                    + ", since the name is what an upstream's state is known by)");
        }
        Pipeline last = pipeline;
        pipeline = pipelines.next(last, policy);
        // Only now: whoever hears of it looks at the new one.
        pipelines.retire(last, policy);
        if (policy.isDisabled() != last.policy().isDisabled()) {
            engine.killSwitch().set(policy.isDisabled(), By.SETTING);
        }
        watches.use(policy.disabledFile());
    }

    /**
     * Refuses all calls from now on. Those that run end by themselves, by their deadline at the latest, and then the
     * upstream's own threads do.
     */
    @Override
    public void close() {
        watches.close();
        engine.killSwitch().close();
        crew.close(engine.alarm());
    }

    /** The name and the deadline. */
    @Override
    public String toString() {
        return pipeline.policy().toString();
    }

    Engine engine() {
        return engine;
    }

    <S extends @Nullable Object, T extends @Nullable Object> Visit<S, T> visit(Call.Plan<S, T> plan) {
        return new Visit<>(engine, pipeline, plan);
    }

    private void tell(Decision change) {
        engine.tell(change, null);
    }

    /** Puts an upstream together. Not for use by several threads. */
    public static final class Builder extends UpstreamOptions<Builder> {
        private Observer observer = (decision, exchange) -> {};
        private TimeSource time = TimeSource.system();
        private LongUnaryOperator random = bound -> ThreadLocalRandom.current().nextLong(bound);
        private Predicate<? super Throwable> retryIf = failure -> true;
        private @Nullable ScheduledExecutorService timer;
        private @Nullable Executor threads;
        private @Nullable AnswerStore answers;

        private Builder(String name) {
            super(name);
        }

        private Builder(UpstreamPolicy policy) {
            super(policy);
        }

        /** Who hears of each call's end and each change of the breaker; nobody by default. */
        public Builder observer(Observer heard) {
            observer = Objects.requireNonNull(heard, "observer");
            return this;
        }

        /** The clocks; the machine's by default. */
        public Builder time(TimeSource source) {
            time = Objects.requireNonNull(source, "time");
            return this;
        }

        /**
         * What watches over deadlines and waits; a thread of its own by default. Only keeps time: no work runs on its threads
         * while others are to be had. {@link Call#get} of a call without a key watches over its deadline itself. One task
         * stands for most deadlines, so that it may wake for a call that is over; what is cancelled it should forget
         * ({@code setRemoveOnCancelPolicy}). Not closed with the upstream.
         */
        public Builder timer(ScheduledExecutorService executor) {
            timer = Objects.requireNonNull(executor, "timer");
            return this;
        }

        /**
         * What runs blocking work; threads of its own by default, which end when they are idle. It must run what it takes at
         * once and never on the thread that hands it over. Not closed with the upstream.
         */
        public Builder threads(Executor executor) {
            threads = Objects.requireNonNull(executor, "threads");
            return this;
        }

        /** Where instances share answers, if {@link #cacheStore} says that they do; nowhere by default. */
        public Builder answers(AnswerStore store) {
            answers = Objects.requireNonNull(store, "answers");
            return this;
        }

        /**
         * Which failures another attempt may mend; all by default. Never asked about errors of the virtual machine, ended
         * work, or refusals of another upstream, which no attempt mends.
         */
        public Builder retryIf(Predicate<? super Throwable> mayPass) {
            retryIf = Objects.requireNonNull(mayPass, "retryIf");
            return this;
        }

        /** Gives a number from 0 up to its argument, that one left out. */
        Builder random(LongUnaryOperator source) {
            random = source;
            return this;
        }

        /**
         * The upstream.
         *
         * @throws dev.breakwater.policy.InvalidPolicyException with every fault, if there are any
         */
        public Upstream build() {
            return new Upstream(this, toPolicy());
        }

        @Override
        Builder self() {
            return this;
        }
    }
}
