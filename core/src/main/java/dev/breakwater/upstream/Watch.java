/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.KillSwitchChanged.By;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at one source of a kill switch every 50 milliseconds, on a thread of the upstream: a source that hangs holds that
 * thread and nothing else. Safe for use by many threads.
 */
final class Watch {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final long PERIOD_MILLIS = 50;
    private static final long FIRST_LOOK_MILLIS = 1_000;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Engine engine;
    private final KillSource source;
    private final By by;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile boolean thrown;
    private volatile boolean ended;
    private @Nullable Future<?> schedule;
    private @Nullable Class<?> fault;
    private long faultNanos;

    private Watch(Engine engine, KillSource source, By by) {
        this.engine = engine;
        this.source = source;
        this.by = by;
    }

    /**
     * Looks at once and waits a second for what is seen; if that does not show how things are, the switch counts as thrown
     * until a look does.
     */
    static Watch cautious(Engine engine, KillSource source, By by) {
        Watch watch = new Watch(engine, source, by);
        watch.lookFirst();
        watch.begin();
        return watch;
    }

    /** Never looks on this thread; until the source has answered, the switch counts as not thrown. */
    static Watch trusting(Engine engine, KillSource source, By by) {
        Watch watch = new Watch(engine, source, by);
        watch.begin();
        return watch;
    }

    private void lookFirst() {
        looking.set(true);
        CompletableFuture<Boolean> first = firstAnswer();
        try {
            first.get(FIRST_LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            presume(new TimeoutException("no answer within " + FIRST_LOOK_MILLIS + " ms"));
        } catch (ExecutionException unknown) {
            presume(unknown.getCause() == null ? unknown : unknown.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            presume(interrupted);
        }
        CompletableFuture<?> unused = first.whenComplete((now, unknown) -> {
            if (unknown == null) {
                found(now);
            }
            looking.set(false);
        });
    }

    // Never on this thread: a file may be on what does not answer, and whoever waits here may hold up others.
    private CompletableFuture<Boolean> firstAnswer() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        try {
            engine.handOver(() -> ask(answer), () -> answer.completeExceptionally(new RejectedExecutionException()));
        } catch (Throwable noThread) {
            answer.completeExceptionally(noThread);
        }
        return answer;
    }

    private void ask(CompletableFuture<Boolean> answer) {
        try {
            answer.complete(source.isThrown());
        } catch (Throwable unknown) {
            answer.completeExceptionally(unknown);
        }
    }

    private void presume(Throwable unknown) {
        found(true);
        warn(unknown);
    }

    private void begin() {
        schedule = engine.timer().scheduleWithFixedDelay(this::due, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void due() {
        // One that hangs is not asked again before it has answered.
        if (ended || !looking.compareAndSet(false, true)) {
            return;
        }
        try {
            engine.handOver(this::look, () -> looking.set(false));
        } catch (Throwable noThread) {
            // What is thrown on from here would end the schedule, and nobody would look again.
            warn(noThread);
            looking.set(false);
        }
    }

    private void look() {
        try {
            found(source.isThrown());
        } catch (NoRegularFileException there) {
            presume(there);
        } catch (Throwable unknown) {
            warn(unknown);
        } finally {
            looking.set(false);
        }
    }

    private void found(boolean now) {
        if (now == thrown || ended) {
            return;
        }
        thrown = now;
        engine.killSwitch().set(this, now, by);
        // It may have been let go of just before: nobody would ever take the hand off again.
        if (ended) {
            engine.killSwitch().set(this, false, by);
        }
    }

    /** Once for each fault, however long it lasts and however often it comes and goes. */
    private void warn(Throwable unknown) {
        long now = engine.time().nanoTime();
        boolean known = unknown.getClass() == fault && now - faultNanos < QUIET_NANOS;
        fault = unknown.getClass();
        faultNanos = now;
        if (!known && !ended) {
            LOG.warn("Breakwater: {}: cannot be read, so calls stay {}", source, thrown ? "off" : "on", unknown);
        }
    }

    /** Looks no more, and lets go of the switch. */
    void release() {
        end();
        engine.killSwitch().set(this, false, by);
    }

    /** Looks no more; the switch stays as it is. */
    void end() {
        ended = true;
        if (schedule != null) {
            schedule.cancel(false);
        }
    }
}
