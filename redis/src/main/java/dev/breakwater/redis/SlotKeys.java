/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import io.lettuce.core.cluster.SlotHash;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds a key of ours in a slot of a cluster, to try the server that has it. Safe for use by many threads. */
final class SlotKeys {
    private final String prefix;
    private final Map<Integer, byte[]> found = new ConcurrentHashMap<>();

    private SlotKeys(String prefix) {
        this.prefix = prefix;
    }

    /** Null if all keys are in one slot, so that one server alone is asked. */
    static @Nullable SlotKeys of(RedisSettings settings) {
        return settings.spread() ? new SlotKeys(settings.keyPrefix()) : null;
    }

    /** A key in this slot. */
    byte[] in(int slot) {
        return found.computeIfAbsent(slot, this::search);
    }

    // One in 16,384 will do, and each takes less than a microsecond.
    private byte[] search(int slot) {
        for (int i = 0; ; i++) {
            byte[] key = ("{" + prefix + ":trial-" + i + "}:probe").getBytes(StandardCharsets.UTF_8);
            if (SlotHash.getSlot(key) == slot) {
                return key;
            }
        }
    }
}
