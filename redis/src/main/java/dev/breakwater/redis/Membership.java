/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.exchange.TimeSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.UUID;

/**
 * The roll of instances that Redis keeps: each says every few seconds that it is there, and learns how many there are. Its
 * script writes, so it fails where a question would. Safe for use by many threads.
 *
 * <p>The most that was heard of late counts, not the last: instances that are replaced one after the other leave before
 * their successors join, and those that go on must not take themselves for the only ones if Redis fails just then.
 */
final class Membership {
    static final Duration EVERY = Duration.ofSeconds(2);
    static final Duration FORGOTTEN_AFTER = Duration.ofSeconds(15);

    private final Script<long[]> script = Script.named("presence.lua");
    private final byte[][] keys;
    private final byte[] instance = ascii(UUID.randomUUID().toString());
    private final int least;
    private final TimeSource time;
    private volatile int known;

    // Later ones with lower counts, so the first is the highest. Guarded by this object's monitor, as is what follows.
    private final ArrayDeque<Heard> heard = new ArrayDeque<>();
    private long listenedNanos;
    private long lastNanos;

    /** @param least how many instances there are in any case */
    Membership(String keyPrefix, int least, TimeSource time) {
        String tag = "{" + keyPrefix + "}:";
        keys = new byte[][] {utf8(tag + "instances"), utf8(tag + "probe")};
        this.least = least;
        this.time = time;
        known = least;
        lastNanos = time.nanoTime();
    }

    Script<long[]> script() {
        return script;
    }

    byte[][] keys() {
        return keys.clone();
    }

    /** What the script wants, after the place of the latest time. */
    byte[][] arguments(boolean here) {
        return new byte[][] {
            {}, instance, ascii(String.valueOf(FORGOTTEN_AFTER.toMillis() * 1_000)), ascii(here ? "1" : "0")
        };
    }

    /** The script's answer to having said that this instance is there. */
    void learn(long[] reply) {
        note((int) Math.max(least, Math.min(reply[0], Integer.MAX_VALUE)));
    }

    /** The most there were in the last quarter of a minute in which Redis was heard. */
    int instances() {
        return known;
    }

    private synchronized void note(int count) {
        long now = time.nanoTime();
        // Nobody is heard while Redis is away, and when it is back those who say so first are not all there are.
        listenedNanos += Math.min(now - lastNanos, EVERY.toNanos());
        lastNanos = now;
        while (!heard.isEmpty() && heard.getLast().count() <= count) {
            heard.removeLast();
        }
        heard.addLast(new Heard(count, listenedNanos));
        while (heard.getFirst().atNanos() < listenedNanos - FORGOTTEN_AFTER.toNanos()) {
            heard.removeFirst();
        }
        known = heard.getFirst().count();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * What Redis said once.
     *
     * @param atNanos when, in time in which Redis was heard
     */
    private record Heard(int count, long atNanos) {}
}
