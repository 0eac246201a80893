/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.drain.DrainPolicy;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;

/**
 * Drains when the application's context is closed, before anything of it ends: it is the first to hear of that and keeps
 * all others waiting, so that what is served meanwhile finds schedulers, executors and pools as ever. Only an application
 * that became ready is drained, and only once its context is being closed: one that is stopped to be started again, as
 * for a checkpoint of the JVM, has to serve after that.
 */
final class DrainOnClose implements ApplicationListener<ApplicationEvent>, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    // A drain ends by itself. Should its timer be held up, the context must close all the same.
    private static final long MARGIN_MILLIS = 2_000;

    private final BreakwaterRuntime runtime;
    private final ApplicationContext context;
    private volatile boolean ready;

    DrainOnClose(BreakwaterRuntime runtime, ApplicationContext context) {
        this.runtime = runtime;
        this.context = context;
    }

    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        if (event instanceof ApplicationReadyEvent) {
            ready = true;
        } else if (ready && event instanceof ContextClosedEvent && context.equals(event.getSource())) {
            Vitals.drain(runtime).ifPresent(this::drain);
        }
    }

    private void drain(DrainPolicy policy) {
        long longest = policy.delay().plus(policy.timeout()).toMillis() + MARGIN_MILLIS;
        try {
            runtime.drain().get(longest, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException late) {
            LOG.error("Breakwater: the drain did not end in time", late);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
