/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.examples.dealhealth.DealMeters.Offered;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.runtime.BreakwaterRuntime;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The event queue and its workers, from the start to the end of the service.
 *
 * <p>What a drain asks of it: requests are still served while the news of it spreads, and so are their events taken;
 * afterwards Breakwater refuses requests, so none come. Then, when the server has stopped, this finishes what is left,
 * and leaves to the journal what takes too long. All of that ends within {@code finishWithin}, however many workers there
 * are.
 */
@Component
final class Events implements AutoCloseable {
    /** The name in Breakwater's meters and health. */
    static final String NAME = "events";

    // The last part of the time to finish is for what the workers have in hand: nothing more is begun in it.
    private static final int IN_HAND_SHARE = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final EventQueue queue;
    private final EventSettings settings;
    private final DealMeters meters;
    private final List<Thread> threads = new ArrayList<>();

    Events(
            EventSettings settings,
            Journal journal,
            EventWork work,
            DealMeters meters,
            MeterRegistry registry,
            BreakwaterRuntime runtime,
            Clock clock) {
        this.settings = settings;
        this.meters = meters;
        queue = new EventQueue(settings.capacity(), settings.deadLetters(), journal, System::nanoTime);
        register(registry, runtime);
        SplittableRandom random = new SplittableRandom();
        for (int i = 0; i < settings.workers(); i++) {
            start(new EventWorker(queue, work, settings, meters, clock, random.split()), i);
        }
        runtime.health().ifPresent(health -> health.register(HealthCheck.optional(NAME, this::health)));
    }

    /** Without new events the service still says what it knows: degraded, and not to be taken out of traffic. */
    private HealthResult health() throws InterruptedException {
        long running = threads.stream().filter(Thread::isAlive).count();
        if (running < threads.size() && !queue.isClosed()) {
            return HealthResult.down(running + " of " + threads.size() + " workers run");
        }
        String fault = queue.journalFault();
        return fault == null
                ? HealthResult.up()
                : HealthResult.down("events are refused, as EVENT_JOURNAL cannot be written: " + fault);
    }

    private void register(MeterRegistry registry, BreakwaterRuntime runtime) {
        runtime.queues().register(NAME, queue::depth, queue.capacity());
        // The same under the name that the guide's rule QueueDepthHigh asks for.
        Gauge.builder("deal.health.queue.depth", queue, EventQueue::depth).register(registry);
        Gauge.builder("deal.health.queue.age", queue, waiting -> waiting.age().toMillis() / 1000.0)
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("deal.health.dead.letters", queue, EventQueue::dead).register(registry);
    }

    private void start(EventWorker worker, int number) {
        Thread thread = new Thread(worker::run, "event-worker-" + number);
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    /**
     * Takes an event, or knows it already.
     *
     * @throws RefusedRequest if there is no room for it, or it cannot be written down
     */
    void offer(Event event) {
        switch (queue.offer(event)) {
            case ACCEPTED -> meters.offered(Offered.ACCEPTED);
            case KNOWN -> meters.offered(Offered.DUPLICATE);
            case FULL, CLOSED -> {
                meters.offered(Offered.REFUSED);
                throw RefusedRequest.noRoom();
            }
            case UNWRITTEN -> {
                meters.offered(Offered.REFUSED);
                throw RefusedRequest.unwritten();
            }
        }
    }

    List<DeadLetter> deadLetters() {
        return queue.deadLetters();
    }

    boolean redrive(String id) {
        try {
            return queue.redrive(id);
        } catch (JournalException unwritten) {
            throw RefusedRequest.unwritten();
        }
    }

    @Override
    public void close() {
        try {
            finish();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        queue.close();
    }

    private void finish() throws InterruptedException {
        Duration within = settings.finishWithin();
        long deadline = System.nanoTime() + within.toNanos();
        queue.awaitEmpty(within.minus(within.dividedBy(IN_HAND_SHARE)));
        queue.stop();
        for (Thread thread : threads) {
            TimeUnit.NANOSECONDS.timedJoin(thread, deadline - System.nanoTime());
        }
        int left = queue.depth();
        if (left > 0 && settings.journal().isEmpty()) {
            LOG.error("{} events are lost: there is no EVENT_JOURNAL to keep them", left);
        } else if (left > 0) {
            LOG.info("{} events are left to the next start, in the journal", left);
        }
    }
}
