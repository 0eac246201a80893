/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import dev.breakwater.examples.decision.DecisionMeters.Queued;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Questions that can wait. They are decided in batches, one batch at a time, so that however many there are, the model has
 * room for those who do not wait, and by rules alone once four fifths of the day's budget are gone. Bounded, as are the
 * answers that are kept to be fetched.
 */
@Component
class DecisionQueue implements AutoCloseable {
    /** The name in meters. */
    static final String NAME = "decisions";

    /** How many can wait. */
    static final int ROOM = 2_000;

    // A fifth of the calls that the model's upstream allows at a time.
    private static final int BATCH = 20;
    private static final int KEPT = 10_000;

    private final BlockingQueue<Question> waiting = new ArrayBlockingQueue<>(ROOM);
    private final Map<UUID, Later> known = new OldestForgotten();
    private final DecisionService decisions;
    private final DecisionMeters meters;
    private final Thread worker = new Thread(this::work, "decision-queue");

    DecisionQueue(DecisionService decisions, DecisionMeters meters, BreakwaterRuntime runtime) {
        this.decisions = decisions;
        this.meters = meters;
        runtime.queues().register(NAME, waiting::size, ROOM);
        worker.setDaemon(true);
        worker.start();
    }

    /** Where the answer will be, or null if there is no room. */
    @Nullable
    UUID add(Message message) {
        UUID id = UUID.randomUUID();
        remember(id, Later.WAITING);
        if (!waiting.offer(new Question(id, message))) {
            forget(id);
            meters.queued(Queued.REFUSED);
            return null;
        }
        meters.queued(Queued.ACCEPTED);
        return id;
    }

    /** What has become of it, or null if nobody asked this, or it is too long ago. */
    @Nullable
    Later find(UUID id) {
        synchronized (known) {
            return known.get(id);
        }
    }

    private void work() {
        List<Question> batch = new ArrayList<>(BATCH);
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                CompletableFuture.allOf(batch.stream().map(this::decide).toArray(CompletableFuture<?>[]::new))
                        .join();
                batch.clear();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletableFuture<?> decide(Question question) {
        return CompletableFuture.completedFuture(question.message())
                .thenCompose(decisions::decideThriftily)
                .handle((answer, fault) -> {
                    if (answer == null) {
                        forget(question.id());
                    } else {
                        remember(question.id(), Later.decided(answer));
                        meters.queued(Queued.DECIDED);
                    }
                    return answer;
                });
    }

    private void remember(UUID id, Later state) {
        synchronized (known) {
            known.put(id, state);
        }
    }

    private void forget(UUID id) {
        synchronized (known) {
            known.remove(id);
        }
    }

    @Override
    public void close() {
        worker.interrupt();
    }

    private record Question(UUID id, Message message) {}

    private static final class OldestForgotten extends LinkedHashMap<UUID, Later> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Later> eldest) {
            return size() > KEPT;
        }
    }
}
