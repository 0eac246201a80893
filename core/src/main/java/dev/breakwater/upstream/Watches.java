/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.KillSwitchChanged.By;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What is watched for an upstream's kill switch: one file at most, and any number of callbacks. Safe for many threads. */
final class Watches {
    private final Engine engine;
    private final List<Watch> callbacks = new ArrayList<>();
    private @Nullable Path path;
    private @Nullable Watch file;
    private boolean closed;

    Watches(Engine engine, @Nullable Path file) {
        this.engine = engine;
        use(file);
    }

    /** From now on this file is watched, and no other. */
    synchronized void use(@Nullable Path next) {
        if (closed || Objects.equals(path, next)) {
            return;
        }
        Watch last = file;
        path = next;
        file = next == null ? null : Watch.cautious(engine, new KillFile(engine.name(), next), By.FILE);
        // Only now: if both hold the switch, it stays thrown in between.
        if (last != null) {
            last.release();
        }
    }

    synchronized void add(BooleanSupplier isDisabled) {
        if (!closed) {
            callbacks.add(Watch.trusting(engine, new KillCallback(engine.name(), isDisabled), By.CALLBACK));
        }
    }

    synchronized void close() {
        closed = true;
        callbacks.forEach(Watch::end);
        if (file != null) {
            file.end();
        }
    }
}
