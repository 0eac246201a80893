/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.policy.Problem;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Drains when the application's context is closed, before Boot stops the web server, gracefully or not: it stands in the
 * phase that is stopped first, together with what listens to messages. Only an application that became ready is drained,
 * and only once its context is being closed: one that is stopped to be started again, as for a checkpoint of the JVM, has
 * to serve after that. Boot goes on after {@code spring.lifecycle.timeout-per-shutdown-phase}, however long a drain takes.
 */
final class DrainOnClose implements SmartLifecycle, ApplicationListener<ApplicationEvent> {
    static final String LIMIT = "spring.lifecycle.timeout-per-shutdown-phase";
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);
    private static final Duration BOOTS_LIMIT = Duration.ofSeconds(30);

    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;
    private volatile boolean running;
    private volatile boolean ready;
    private volatile boolean closing;

    DrainOnClose(BreakwaterRuntime runtime, ApplicationContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ApplicationReadyEvent) {
            ready = true;
        } else if (event instanceof ContextClosedEvent && event.getSource() == context) {
            closing = true;
        }
    }

    @Override
    public void start() {
        running = true;
        Vitals.drain(runtime).ifPresent(this::compare);
    }

    private void compare(DrainPolicy policy) {
        Duration limit = context.getEnvironment().getProperty(LIMIT, Duration.class, BOOTS_LIMIT);
        if (policy.delay().plus(policy.timeout()).compareTo(limit) >= 0) {
            LOG.warn("Breakwater: {}", doubt(policy, limit));
        }
    }

    private static Problem doubt(DrainPolicy policy, Duration limit) {
        return Problem.warning(
                "BW-SPRING-070",
                "breakwater.health.drain-timeout",
                policy.timeout().toMillis() + "ms after a drain-delay of "
                        + policy.delay().toMillis() + "ms",
                "both together below " + LIMIT + ", which is " + limit.toMillis() + "ms",
                "Boot stops the web server when that has passed. Drain for less time, or give Boot more.");
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return SmartLifecycle.DEFAULT_PHASE;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public void stop(Runnable callback) {
        stop();
        if (ready && closing && Vitals.drain(runtime).isPresent()) {
            CompletableFuture<?> unused = runtime.drain().whenComplete((summary, failure) -> callback.run());
        } else {
            callback.run();
        }
    }
}
