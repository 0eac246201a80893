/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import dev.breakwater.examples.dealhealth.DealMeters.Ended;
import dev.breakwater.examples.dealhealth.EventQueue.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Processes one event at a time. One that fails is tried again later, each time after a longer wait, while others go on;
 * one that failed too often since the start is given up. While the store is away, or the journal cannot be written, nothing
 * is given up. Whatever an event does to it, it goes on with the next. Safe for use by many threads.
 */
final class EventWorker {
    private static final Logger LOG = LoggerFactory.getLogger(EventWorker.class);
    private static final Duration AWAY = Duration.ofMillis(500);
    private static final int LONGEST_CAUSE = 300;

    private final EventQueue queue;
    private final EventWork work;
    private final EventSettings settings;
    private final DealMeters meters;
    private final Clock clock;
    private final RandomGenerator random;

    EventWorker(
            EventQueue queue,
            EventWork work,
            EventSettings settings,
            DealMeters meters,
            Clock clock,
            RandomGenerator random) {
        this.queue = queue;
        this.work = work;
        this.settings = settings;
        this.meters = meters;
        this.clock = clock;
        this.random = random;
    }

    /** Processes event after event until the queue is closed. */
    void run() {
        try {
            for (Attempt next = queue.take(); next != null; next = queue.take()) {
                processOrSurvive(next);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void processOrSurvive(Attempt attempt) {
        try {
            process(attempt);
        } catch (Throwable unforeseen) {
            // Memory that ran out, a class that is not there: worth more than the word that a dead letter has for it.
            LOG.error("event {} failed badly", attempt.event().id(), unforeseen);
            queue.again(attempt, true, settings.maxBackoff());
        }
    }

    /** Processes this event, and says to the queue how that went. */
    void process(Attempt attempt) {
        long started = System.nanoTime();
        Ended ended = attempted(attempt);
        meters.processed(ended, System.nanoTime() - started);
    }

    private Ended attempted(Attempt attempt) {
        try {
            work.process(attempt.event());
            queue.done(attempt);
            return Ended.PROCESSED;
        } catch (StoreAwayException | JournalException away) {
            queue.again(attempt, true, AWAY);
            return Ended.POSTPONED;
        } catch (Exception failure) {
            return failed(attempt, failure);
        }
    }

    private Ended failed(Attempt attempt, Exception failure) {
        if (attempt.number() < settings.attempts()) {
            queue.again(attempt, false, backoff(attempt.number()));
            return Ended.FAILED;
        }
        try {
            giveUp(attempt, failure);
            return Ended.FAILED;
        } catch (JournalException unwritten) {
            queue.again(attempt, true, AWAY);
            return Ended.POSTPONED;
        }
    }

    private void giveUp(Attempt attempt, Exception failure) {
        DeadLetter forgotten = queue.bury(attempt, cause(failure), clock.instant());
        meters.deadLettered();
        LOG.warn("event {} was given up after {} attempts: {}", attempt.event().id(), attempt.number(), cause(failure));
        if (forgotten != null) {
            LOG.error(
                    "too many dead letters: event {} of {} is forgotten",
                    forgotten.event().id(),
                    forgotten.diedAt());
        }
    }

    /** A random wait of up to the backoff, doubled each time: those that failed together do not come back together. */
    private Duration backoff(int number) {
        long most = settings.maxBackoff().toNanos();
        long least = Math.min(most, settings.backoff().toNanos());
        int doublings = Math.min(number - 1, Long.numberOfLeadingZeros(least) - 1);
        long bound = Math.min(most, least << doublings);
        return Duration.ofNanos(random.nextLong(bound + 1));
    }

    private static String cause(Exception failure) {
        String cause = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE);
    }
}
