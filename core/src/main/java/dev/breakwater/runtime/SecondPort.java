/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import dev.breakwater.Breakwater;
import dev.breakwater.Observer;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.ops.OpsPort;
import dev.breakwater.ops.OpsServer;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second port while settings come and go: a server stays as long as its place does. Used under the runtime's monitor,
 * but for {@link #number}, which is asked for at any time.
 */
final class SecondPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BreakwaterRuntime.class);

    private final TimeSource time;
    private final ScheduledExecutorService timer;
    private final Observer publisher;
    private volatile @Nullable OpsServer current;
    private @Nullable OpsServer next;

    /** Without a server. The publisher tells the observers of whichever chain is current. */
    SecondPort(TimeSource time, ScheduledExecutorService timer, Observer publisher) {
        this.time = time;
        this.timer = timer;
        this.publisher = publisher;
    }

    /**
     * Takes the port that these settings name; nothing changes before {@link #adopt}.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if it cannot be had
     */
    void prepare(BreakwaterSettings settings) {
        OpsPort wanted = settings.enabled() ? settings.opsPort() : null;
        OpsServer running = current;
        if (wanted == null) {
            next = null;
        } else {
            next = running != null && running.isAt(wanted) ? running : OpsServer.bind(wanted, time, timer);
        }
    }

    /** What was prepared is not needed after all. */
    void forget() {
        OpsServer unused = next;
        next = current;
        if (unused != null && unused != next) {
            unused.close();
        }
    }

    /** What was prepared answers from now on, by this chain. */
    void adopt(BreakwaterSettings settings, Breakwater chain) {
        OpsServer before = current;
        OpsServer now = next;
        if (now != null) {
            now.use(chain.guards(), settings.callers(), time, publisher);
        }
        if (now != null && now != before) {
            now.start();
            LOG.info("Breakwater: probes and operators are answered at port {} too", now.port());
        }
        current = now;
        if (before != null && before != now) {
            before.close();
        }
    }

    OptionalInt number() {
        OpsServer running = current;
        return running == null ? OptionalInt.empty() : OptionalInt.of(running.port());
    }

    @Override
    public void close() {
        OpsServer running = current;
        current = null;
        if (running != null) {
            running.close();
        }
        forget();
    }
}
