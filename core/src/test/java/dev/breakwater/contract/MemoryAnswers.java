/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.contract;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.upstream.AnswerStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What upstreams of a test share, in memory. It can take its time, and be away. Safe for use by many threads. */
public final class MemoryAnswers implements AnswerStore {
    private final TimeSource time;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Queue<Runnable> unanswered = new ArrayDeque<>();
    private boolean slow;
    private boolean away;
    private int looks;
    private Duration older = Duration.ZERO;
    private Runnable beforeRemoval = () -> {};

    /** Goes by this clock. */
    public MemoryAnswers(TimeSource time) {
        this.time = time;
    }

    /** From now on who looks hears nothing before {@link #answer}. */
    public synchronized void slow() {
        slow = true;
    }

    /** Tells the first of those who wait, on this thread. */
    public void answer() {
        Runnable next;
        synchronized (this) {
            next = unanswered.remove();
        }
        next.run();
    }

    /** Whether it is away from now on. */
    public synchronized void away(boolean gone) {
        away = gone;
    }

    /** From now on all of it is said to be older by this. */
    public synchronized void older(Duration span) {
        older = span;
    }

    /** This happens just before something is removed. */
    public synchronized void beforeRemoval(Runnable event) {
        beforeRemoval = event;
    }

    /** How often somebody has looked. */
    public synchronized int looks() {
        return looks;
    }

    /** How much is there. */
    public synchronized int size() {
        return entries.size();
    }

    @Override
    public synchronized CompletionStage<Optional<Found>> find(String upstream, String key, String codec) {
        looks++;
        if (!slow) {
            return CompletableFuture.completedFuture(look(upstream, key, codec));
        }
        CompletableFuture<Optional<Found>> found = new CompletableFuture<>();
        unanswered.add(() -> found.complete(look(upstream, key, codec)));
        return found;
    }

    private synchronized Optional<Found> look(String upstream, String key, String codec) {
        Entry entry = entries.get(upstream + ' ' + key);
        if (away || entry == null || !entry.codec().equals(codec)) {
            return Optional.empty();
        }
        Duration age = Duration.ofNanos(time.nanoTime() - entry.since()).plus(older);
        return age.compareTo(entry.lifetime()) < 0 ? Optional.of(new Found(entry.answer(), age)) : Optional.empty();
    }

    @Override
    public synchronized CompletionStage<Boolean> put(
            String upstream, String key, String codec, byte[] answer, Duration lifetime) {
        if (!away) {
            entries.put(upstream + ' ' + key, new Entry(codec, answer.clone(), lifetime, time.nanoTime()));
        }
        return CompletableFuture.completedFuture(!away);
    }

    @Override
    public synchronized CompletionStage<Boolean> remove(String upstream, String key) {
        beforeRemoval.run();
        if (!away) {
            entries.remove(upstream + ' ' + key);
        }
        return CompletableFuture.completedFuture(!away);
    }

    private record Entry(String codec, byte[] answer, Duration lifetime, long since) {}
}
