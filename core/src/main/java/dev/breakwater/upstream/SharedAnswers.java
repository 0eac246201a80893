/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.upstream;

import dev.breakwater.upstream.AnswerStore.Found;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answers of one upstream that its instances share. Whatever goes wrong fails no call. Safe for use by many threads. */
final class SharedAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
    private static final int MOST_BYTES = 1 << 20;
    // A power of two.
    private static final int STRIPES = 256;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Engine engine;
    private final AnswerStore store;
    private final Duration lifetime;
    /** How often something was removed, for those keys that have one hash. */
    private final AtomicIntegerArray removals = new AtomicIntegerArray(STRIPES);

    private final AtomicBoolean uncodedSaid = new AtomicBoolean();
    private final AtomicBoolean largeSaid = new AtomicBoolean();
    private final AtomicLong lastingSaid;

    /** @param lifetime how long an answer is of any use */
    SharedAnswers(Engine engine, AnswerStore store, Duration lifetime) {
        this.engine = engine;
        this.store = store;
        this.lifetime = lifetime;
        lastingSaid = new AtomicLong(engine.time().nanoTime() - QUIET_NANOS);
        prepare();
    }

    private void prepare() {
        try {
            store.prepare();
        } catch (Throwable fault) {
            nothing(fault);
        }
    }

    /** Throws nothing but what says that the virtual machine is in trouble. */
    CompletableFuture<Optional<Found>> find(String key, AnswerCodec<?> codec) {
        try {
            return store.find(engine.name(), key, codec.name())
                    .thenApply(Objects::requireNonNull)
                    .exceptionally(this::nothing)
                    .toCompletableFuture();
        } catch (VirtualMachineError trouble) {
            throw trouble;
        } catch (Throwable fault) {
            return CompletableFuture.completedFuture(nothing(fault));
        }
    }

    private Optional<Found> nothing(Throwable fault) {
        engine.faults().report("the answers that upstream " + engine.name() + " shares", fault);
        return Optional.empty();
    }

    /** What these bytes say; null if they make no sense. */
    <T extends @Nullable Object> @Nullable T read(byte[] bytes, AnswerCodec<T> codec) {
        try {
            return codec.read(bytes);
        } catch (Throwable fault) {
            codecFailed(codec, fault);
            return null;
        }
    }

    /**
     * Says whether what there is for this key is removed after this moment. Keys share what they are watched by: once in a
     * while it says so for another's sake, and an answer is not shared that could be.
     */
    BooleanSupplier removedFromNow(String key) {
        int stripe = stripe(key);
        int before = removals.get(stripe);
        return () -> removals.get(stripe) != before;
    }

    private static int stripe(String key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }

    /**
     * Lets the others have this answer.
     *
     * @param removed whether it is to be gone already
     */
    <T extends @Nullable Object> void put(String key, T answer, BooleanSupplier removed, AnswerCodec<T> codec) {
        if (removed.getAsBoolean()) {
            return;
        }
        byte[] bytes;
        try {
            bytes = codec.write(answer);
        } catch (Throwable fault) {
            codecFailed(codec, fault);
            return;
        }
        if (bytes.length > MOST_BYTES) {
            sayTooLarge(name(codec), bytes.length);
            return;
        }
        try {
            var unused = store.put(engine.name(), key, codec.name(), bytes, lifetime);
        } catch (Throwable fault) {
            nothing(fault);
        }
        // Whoever removes it from now on removes what has just been sent.
        if (removed.getAsBoolean()) {
            sendRemoval(key, false);
        }
    }

    private void codecFailed(AnswerCodec<?> codec, Throwable fault) {
        engine.faults().report("the codec " + name(codec) + " of upstream " + engine.name(), fault);
    }

    /** To speak of it, even if it does not say its name. */
    private static String name(AnswerCodec<?> codec) {
        try {
            return codec.name();
        } catch (Throwable fault) {
            return codec.getClass().getName();
        }
    }

    /** @param wanted whether somebody counts on its being gone */
    void remove(String key, boolean wanted) {
        // What waits to be written counts as well, even if memory has had no room for it since.
        removals.incrementAndGet(stripe(key));
        sendRemoval(key, wanted);
    }

    private void sendRemoval(String key, boolean wanted) {
        try {
            var unused = store.remove(engine.name(), key).whenComplete((gone, fault) -> {
                if (wanted && (gone == null || !gone)) {
                    sayLasting();
                }
            });
        } catch (Throwable fault) {
            nothing(fault);
        }
    }

    /** A call is to be kept of which nobody knows how to write its answer. */
    void uncoded() {
        if (uncodedSaid.compareAndSet(false, true)) {
            LOG.warn(
                    "Breakwater: upstream {} has cache.store=redis, and answers of calls without a codec stay in memory:"
                            + " say how to write them with cachedBy(key, codec)",
                    engine.name());
        }
    }

    private void sayTooLarge(String codec, int length) {
        if (largeSaid.compareAndSet(false, true)) {
            LOG.warn(
                    "Breakwater: upstream {}: an answer written by {} has {} bytes and stays in memory, as all do that have"
                            + " more than {}",
                    engine.name(),
                    codec,
                    length,
                    MOST_BYTES);
        }
    }

    private void sayLasting() {
        long now = engine.time().nanoTime();
        long last = lastingSaid.get();
        if (now - last >= QUIET_NANOS && lastingSaid.compareAndSet(last, now)) {
            LOG.warn(
                    "Breakwater: upstream {}: an answer is forgotten here, and it is not known whether it is in Redis: it"
                            + " may be found there until its time is over",
                    engine.name());
        }
    }
}
