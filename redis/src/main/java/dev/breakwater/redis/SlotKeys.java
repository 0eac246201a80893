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

/** Finds a key of ours in a slot of a cluster, to try the server that has it. Safe for use by many threads. */
final class SlotKeys {
    private final String start;
    private final String end;
    private final Map<Integer, byte[]> found = new ConcurrentHashMap<>();

    private SlotKeys(String start, String end) {
        this.start = start;
        this.end = end;
    }

    /** Keys that begin as buckets do that are spread. */
    static SlotKeys ofBuckets(RedisSettings settings) {
        return new SlotKeys("{" + settings.keyPrefix() + ":trial-", "}:probe");
    }

    /** Keys that begin as answers do. */
    static SlotKeys ofAnswers(RedisSettings settings) {
        return new SlotKeys(settings.keyPrefix() + ":answers:{trial-", "}");
    }

    /** A key in this slot. */
    byte[] in(int slot) {
        return found.computeIfAbsent(slot, this::search);
    }

    // One in 16,384 will do, and each takes less than a microsecond.
    private byte[] search(int slot) {
        for (int i = 0; ; i++) {
            byte[] key = (start + i + end).getBytes(StandardCharsets.UTF_8);
            if (SlotHash.getSlot(key) == slot) {
                return key;
            }
        }
    }
}
