/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static org.awaitility.Awaitility.await;

import dev.breakwater.exchange.TimeSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is still to be told is told, whatever happens meanwhile. */
final class BacklogTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final Link link = new Link() {
        @Override
        public <R> CompletableFuture<R> call(Script<R> script, byte[][] keys, byte[]... arguments) {
            return new CompletableFuture<>();
        }

        @Override
        public int instances() {
            return 1;
        }

        @Override
        public @Nullable String away() {
            if (asked.incrementAndGet() == 1) {
                throw new IllegalStateException("of the link's own");
            }
            return null;
        }

        @Override
        public void close() {}
    };

    @Test
    void a_fault_does_not_end_its_thread() {
        AtomicBoolean told = new AtomicBoolean();
        try (Backlog backlog = new Backlog(link, TimeSource.system())) {
            long now = TimeSource.system().nanoTime();
            backlog.add(new Backlog.Item(
                    () -> {
                        told.set(true);
                        return CompletableFuture.completedFuture(null);
                    },
                    now,
                    now + TimeUnit.MINUTES.toNanos(1)));
            await().until(() -> told.get() && backlog.size() == 0);
        }
    }
}
