/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The application's queues, shown where metrics are shown. Each is asked for its depth when somebody looks.
 *
 * <pre>{@code
 * runtime.queues().register("orders", orders::size, 1_000);
 * }</pre>
 *
 * <p>Safe for use by many threads.
 */
public final class QueueGauges {
    /** How many queues there can be: each is a series of its own. */
    public static final int MOST = 100;

    private static final int LONGEST_NAME = 64;

    private final Map<String, Queue> byName = new ConcurrentSkipListMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    private record Listener(Consumer<String> registered, Consumer<String> removed) {}

    /** Without any queue. */
    public QueueGauges() {}

    /**
     * Shows a queue, in place of the one that had its name.
     *
     * @param name a letter, then letters, digits, dots, dashes and underscores; at most 64 characters in all
     * @param depth how many wait now; must not block, and is called on any thread
     * @param capacity how many can wait at most; {@link Integer#MAX_VALUE} if there is no bound
     * @throws IllegalArgumentException if this is no name, or no capacity
     * @throws IllegalStateException if there are {@value #MOST} queues already
     */
    public synchronized void register(String name, IntSupplier depth, int capacity) {
        requireName(name);
        if (capacity < 1) {
            throw new IllegalArgumentException("queue " + name + ": capacity " + capacity + " (expected: at least 1)");
        }
        if (!byName.containsKey(name) && byName.size() >= MOST) {
            throw new IllegalStateException("queue " + name + ": " + MOST + " queues already (expected: fewer)");
        }
        boolean fresh = byName.put(name, new Queue(name, depth, capacity)) == null;
        if (fresh) {
            listeners.forEach(listener -> listener.registered().accept(name));
        }
    }

    /** Shows a queue no longer. */
    public synchronized void remove(String name) {
        if (byName.remove(name) != null) {
            listeners.forEach(listener -> listener.removed().accept(name));
        }
    }

    /** All of them, by name. */
    public List<Queue> all() {
        return List.copyOf(byName.values());
    }

    /** How many wait in the queue of this name; NaN if there is none, or it does not say. */
    public double depth(String name) {
        Queue queue = byName.get(name);
        int depth = queue == null ? -1 : queue.depth();
        return depth < 0 ? Double.NaN : depth;
    }

    /** How many can wait in the queue of this name; NaN if there is none. */
    public double capacity(String name) {
        Queue queue = byName.get(name);
        return queue == null ? Double.NaN : queue.capacity();
    }

    /**
     * Hears the name of every queue that is shown, and of every one that no longer is.
     *
     * @param registered is told of every queue there is and of every one to come
     * @param removed is told of every one that goes
     */
    public synchronized void listen(Consumer<String> registered, Consumer<String> removed) {
        listeners.add(new Listener(registered, removed));
        byName.keySet().forEach(registered);
    }

    private static void requireName(String name) {
        boolean valid = !name.isEmpty() && name.length() <= LONGEST_NAME && isLetter(name.charAt(0));
        for (int i = 0; valid && i < name.length(); i++) {
            char c = name.charAt(i);
            valid = isLetter(c) || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        }
        if (!valid) {
            throw new IllegalArgumentException("queue: \"" + name
                    + "\" (expected: a letter, then letters, digits, dots, dashes and underscores, at most "
                    + LONGEST_NAME + ")");
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** A queue that is shown. */
    public static final class Queue {
        private final String name;
        private final IntSupplier depth;
        private final int capacity;

        private Queue(String name, IntSupplier depth, int capacity) {
            this.name = name;
            this.depth = depth;
            this.capacity = capacity;
        }

        /** Its name. */
        public String name() {
            return name;
        }

        /** How many wait now; -1 if the queue does not say. */
        public int depth() {
            try {
                return Math.max(depth.getAsInt(), -1);
            } catch (RuntimeException unknown) {
                return -1;
            }
        }

        /** How many can wait at most; {@link Integer#MAX_VALUE} if there is no bound. */
        public int capacity() {
            return capacity;
        }
    }
}
