/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.KillSwitchChanged.By;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Whether calls may be made at all: not while anybody holds the switch down. Settings, code and operators share one hand,
 * so that the last of them decides; each watched source is a hand of its own. Safe for use by many threads.
 */
final class KillSwitch {
    private final String upstream;
    private final Consumer<KillSwitchChanged> heard;
    private final Object shared = new Object();
    private final Map<Object, By> hands = new LinkedHashMap<>();
    private final Queue<KillSwitchChanged> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger untold = new AtomicInteger();
    private volatile Set<By> holders = Set.of();
    private volatile boolean closed;

    /**
     * A switch.
     *
     * @param thrown whether the setting throws it from the start, which is no change
     * @param heard hears of each change, in the order in which they come
     */
    KillSwitch(String upstream, boolean thrown, Consumer<KillSwitchChanged> heard) {
        this.upstream = upstream;
        this.heard = heard;
        if (thrown) {
            hands.put(shared, By.SETTING);
            holders = holders();
        }
    }

    void set(boolean thrown, By by) {
        set(shared, thrown, by);
    }

    void set(Object hand, boolean thrown, By by) {
        if (changes(hand, thrown, by)) {
            tell();
        }
    }

    private synchronized boolean changes(Object hand, boolean thrown, By by) {
        boolean before = isThrown();
        if (thrown) {
            hands.put(hand, by);
        } else {
            hands.remove(hand);
        }
        holders = holders();
        return before != isThrown() && changes.add(new KillSwitchChanged(upstream, !before, by));
    }

    // In the order in which they came, but under no lock: whoever hears of one may call anything.
    private void tell() {
        if (untold.getAndIncrement() > 0) {
            return;
        }
        do {
            heard.accept(changes.remove());
        } while (untold.decrementAndGet() > 0);
    }

    private Set<By> holders() {
        return hands.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(hands.values()));
    }

    /** Who holds it down. */
    Set<By> heldBy() {
        return holders;
    }

    boolean isThrown() {
        return !holders.isEmpty();
    }

    /** For good. */
    void close() {
        closed = true;
    }

    boolean refuses() {
        return closed || isThrown();
    }

    <T> Ended<T> refusal(int attempts) {
        Throwable why = closed ? new IllegalStateException("the upstream is closed") : null;
        return Ended.failed(UpstreamException.Reason.DISABLED, why, attempts);
    }
}
