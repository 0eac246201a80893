/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks a link to count, as a request would, and knows how often it was told that this was done. */
final class Counter {
    static final String KEY = "{test}:count";
    static final String CLOCK = "{test}:clock";

    private static final Script<long[]> SCRIPT = Script.named("count.lua");

    private final Link link;
    private int counted;

    Counter(Link link) {
        this.link = link;
    }

    /** How often the link said that it was done. */
    int counted() {
        return counted;
    }

    CompletableFuture<?> begin() {
        return link.call(SCRIPT, new byte[][] {KEY.getBytes(US_ASCII), CLOCK.getBytes(US_ASCII)});
    }

    /** Counts once. Returns why it failed; null if it did not. */
    @Nullable
    String count() {
        try {
            begin().join();
            counted++;
            return null;
        } catch (CompletionException failed) {
            return String.valueOf(failed.getCause().getMessage());
        }
    }

    /** Counts once. Returns how many milliseconds that took, if it failed; -1 if it did not. */
    double failingMillis() {
        long began = System.nanoTime();
        String failed = count();
        double millis = (System.nanoTime() - began) / 1e6;
        return failed == null ? -1 : millis;
    }

    /** Counts until that fails, for at most a second. Returns how many milliseconds the failing one took. */
    double firstFailureMillis() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        double millis = -1;
        while (millis < 0 && System.nanoTime() < deadline) {
            millis = failingMillis();
        }
        return millis;
    }
}
