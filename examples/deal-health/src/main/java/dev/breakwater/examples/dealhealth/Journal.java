/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.dealhealth;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of events, so that it is known after a restart. What cannot be written throws a {@link JournalException},
 * and did not happen. Not for use by several threads.
 */
interface Journal extends AutoCloseable {
    /** What an earlier process left. */
    Replayed replayed();

    /** An event waits to be processed, for the first time or anew. */
    void accepted(Event event);

    /** An event needs nothing more. */
    void done(String id);

    /** An event was given up. */
    void dead(DeadLetter letter);

    /** Why nothing can be written, null if it can. Tries, if the last time it could not. */
    @Nullable
    String fault();

    @Override
    void close();

    /**
     * What is left to do.
     *
     * @param waiting events to be processed, by their ids, in the order in which they came
     * @param dead those that were given up, by their ids, the oldest first
     */
    record Replayed(Map<String, Event> waiting, Map<String, DeadLetter> dead) {
        static Replayed nothing() {
            return new Replayed(new LinkedHashMap<>(), new LinkedHashMap<>());
        }
    }

    /** Remembers nothing. */
    static Journal none() {
        return new Journal() {
            @Override
            public Replayed replayed() {
                return Replayed.nothing();
            }

            @Override
            public void accepted(Event event) {
                // Forgotten.
            }

            @Override
            public void done(String id) {
                // Forgotten.
            }

            @Override
            public void dead(DeadLetter letter) {
                // Forgotten.
            }

            @Override
            public @Nullable String fault() {
                return null;
            }

            @Override
            public void close() {
                // Nothing to close.
            }
        };
    }
}
