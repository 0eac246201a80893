/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.exchange.TimeSource;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.RedisClusterClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to Redis by Lettuce. Questions go out on one connection as they come; {@link Keeper} sees to it that there is one,
 * {@link Breaker} that nobody waits for one that is of no use, and {@link Deadlines} that nobody waits for long.
 */
final class LettuceLink implements Link {
    private static final Script<long[]> TRIAL = Script.named("trial.lua");
    private static final CompletableFuture<?> DONE = CompletableFuture.completedFuture(null);
    private static final String GOES_ON =
            "What instances share goes on without it, each limit and budget as its on-store-failure says";
    private static final String ASKS_ITSELF = "Each instance asks for itself";
    // At 50 ms each, what a server answers that is four times as fast as any there is.
    private static final int MOST_UNDER_WAY = 16_384;

    private final Connector connector;
    private final TimeSource time;
    private final RedisSettings settings;
    private final long timeoutNanos;
    private final @Nullable Membership membership;
    private final @Nullable SlotKeys trials;
    private final Eviction eviction;
    private final Breaker breaker;
    private final Deadlines deadlines;
    private final Keeper keeper;
    private final AtomicInteger underWay = new AtomicInteger();
    private final Call.Watcher asked = new Asked();
    private final Call.Watcher probed = new Probed();
    private volatile boolean closed;

    private LettuceLink(Connector connector, RedisSettings settings, TimeSource time) {
        this(
                connector,
                settings,
                time,
                new Membership(settings.keyPrefix(), settings.instances(), time),
                settings.spread() ? SlotKeys.ofBuckets(settings) : null,
                new Eviction(connector.where()),
                new Breaker.Told(connector.where(), GOES_ON));
    }

    private LettuceLink(
            Connector connector,
            RedisSettings settings,
            TimeSource time,
            @Nullable Membership membership,
            @Nullable SlotKeys trials,
            Eviction eviction,
            Breaker.Told told) {
        this.connector = connector;
        this.settings = settings;
        this.time = time;
        this.membership = membership;
        this.trials = trials;
        this.eviction = eviction;
        timeoutNanos = settings.timeout().toNanos();
        deadlines = new Deadlines(time);
        breaker = new Breaker(told, time, this::wakeKeeper);
        keeper = new Keeper(connector, breaker, eviction, this::tell, time);
    }

    /**
     * Another link to the same place, on a connection of its own: for answers, which may be large, so that questions do not
     * wait behind them, and which are on all servers of a cluster. It is to be closed before this one.
     */
    LettuceLink forAnswers() {
        return new LettuceLink(
                        new SharedConnector(connector),
                        settings,
                        time,
                        null,
                        SlotKeys.ofAnswers(settings),
                        Eviction.untold(connector.where()),
                        new Breaker.Told(connector.where() + ", for answers of upstreams,", ASKS_ITSELF))
                .start();
    }

    /** On a client of our own, to where the settings say. */
    static LettuceLink open(RedisSettings settings, RedisAddress address, TimeSource time) {
        return new LettuceLink(OwnClient.connector(settings, address), settings, time).start();
    }

    /** On an application's client, which stays the application's. */
    static LettuceLink over(RedisClient client, RedisSettings settings, TimeSource time) {
        Connector connector =
                new SingleConnector(client, null, OwnClient.BORROWED, OwnClient.limitNanos(settings), () -> {});
        return new LettuceLink(connector, settings, time).start();
    }

    /** On an application's client, which stays the application's. */
    static LettuceLink over(RedisClusterClient client, RedisSettings settings, TimeSource time) {
        Connector connector =
                new ClusterConnector(client, OwnClient.BORROWED, OwnClient.limitNanos(settings), () -> {});
        return new LettuceLink(connector, settings, time).start();
    }

    @Override
    public <R> CompletableFuture<R> call(Script<R> script, byte[][] keys, byte[]... arguments) {
        Breaker.Outage outage = breaker.outage();
        if (outage != null) {
            breaker.refused();
            return CompletableFuture.failedFuture(outage.refusal());
        }
        Session session = keeper.session();
        if (closed || session == null) {
            return CompletableFuture.failedFuture(new RedisAwayException(closed ? Fault.CLOSED : Fault.NOT_CONNECTED));
        }
        if (!session.isOpen()) {
            lost();
            return CompletableFuture.failedFuture(new RedisAwayException(Fault.LOST));
        }
        if (underWay.get() >= MOST_UNDER_WAY) {
            return CompletableFuture.failedFuture(new RedisAwayException(Fault.FULL));
        }
        return ask(session, script, keys, withRoom(arguments), asked);
    }

    @Override
    public int instances() {
        return membership == null ? settings.instances() : membership.instances();
    }

    @Override
    public @Nullable String away() {
        Breaker.Outage outage = breaker.outage();
        return outage == null ? null : outage.reason();
    }

    /** Names who hears each time Redis goes away, comes back, or is away for another reason. */
    void onChange(Runnable heard) {
        breaker.onChange(heard);
    }

    /** Since when Redis is away, and why; null while it is not. */
    Breaker.@Nullable Outage outage() {
        return breaker.outage();
    }

    /** How long the last answer to a probe was under way. */
    long roundTripNanos() {
        return keeper.roundTripNanos();
    }

    /** By what policy Redis throws keys away; null if by none. */
    @Nullable
    String evicts() {
        return eviction.policy();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        keeper.close();
        breaker.closed();
        deadlines.close();
        connector.close();
    }

    private LettuceLink start() {
        deadlines.start();
        keeper.start();
        return this;
    }

    private CompletableFuture<?> tell(Session session, boolean here, boolean patient) {
        CompletableFuture<?> told = membership == null ? DONE : tell(membership, session, here, patient);
        return here && trials != null ? CompletableFuture.allOf(told, tried(trials, session, patient)) : told;
    }

    private CompletableFuture<?> tell(Membership roll, Session session, boolean here, boolean patient) {
        Call<long[]> call = probe(session, roll.script(), roll.keys(), roll.arguments(here), patient);
        return here ? call.thenAccept(roll::learn) : call;
    }

    // Questions may go to any of the servers, so one that does not answer is enough to be away: whoever has asked
    // another one would be told that Redis is back.
    private CompletableFuture<?> tried(SlotKeys keys, Session session, boolean patient) {
        return CompletableFuture.allOf(session.keysOfServers(keys).stream()
                .map(key -> probe(session, TRIAL, new byte[][] {key}, new byte[1][], patient))
                .toArray(CompletableFuture<?>[]::new));
    }

    private <R> Call<R> probe(Session session, Script<R> script, byte[][] keys, byte[][] arguments, boolean patient) {
        if (patient) {
            // Not among those that all have the same time; the keeper gives up on it by itself.
            return sent(session, script, keys, arguments, probed, connector.limitNanos());
        }
        return ask(session, script, keys, arguments, probed);
    }

    private <R> Call<R> ask(
            Session session, Script<R> script, byte[][] keys, byte[][] arguments, Call.Watcher watcher) {
        Call<R> call = sent(session, script, keys, arguments, watcher, timeoutNanos);
        deadlines.watch(call);
        return call;
    }

    private <R> Call<R> sent(
            Session session, Script<R> script, byte[][] keys, byte[][] arguments, Call.Watcher watcher, long limit) {
        Call<R> call = new Call<>(session, script, keys, arguments, time, time.nanoTime() + limit, watcher);
        call.send();
        return call;
    }

    private void lost() {
        keeper.moveOn();
        breaker.trip(Fault.LOST);
    }

    private void wakeKeeper() {
        keeper.wake();
    }

    private static byte[][] withRoom(byte[][] arguments) {
        byte[][] all = new byte[arguments.length + 1][];
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return all;
    }

    /** Counts what is under way, so that it stays bounded whatever the client's own bounds are. */
    private class Probed implements Call.Watcher {
        @Override
        public void sent() {
            underWay.incrementAndGet();
        }

        @Override
        public void done() {
            underWay.decrementAndGet();
        }

        @Override
        public void failed(Call<?> call, Fault fault) {}
    }

    /** Opens the breaker when a question fails that should not have. */
    private final class Asked extends Probed {
        @Override
        public void failed(Call<?> call, Fault fault) {
            if (fault.kind() == Fault.Kind.ELSEWHERE && call.session() == keeper.session()) {
                keeper.moveOn();
            }
            if (fault.kind() != Fault.Kind.QUESTION) {
                breaker.trip(fault);
            } else if (fault.equals(Fault.STALLED)) {
                wakeKeeper();
            }
        }
    }
}
