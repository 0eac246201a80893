/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import dev.breakwater.config.RedisSettings;
import dev.breakwater.ratelimit.Charge;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names of buckets in Redis. A cluster puts keys into slots by what is between braces: one slot for all buckets of a
 * service, so that one script sees all that a request is charged; or one for each caller, where there are too many of them
 * for one node.
 */
final class BucketKeys {
    private final String prefix;
    private final boolean spread;

    BucketKeys(RedisSettings settings) {
        prefix = settings.keyPrefix();
        spread = settings.spread();
    }

    byte[][] of(List<Charge> charges) {
        byte[][] keys = new byte[charges.size()][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = name(charges.get(i)).getBytes(StandardCharsets.UTF_8);
        }
        return keys;
    }

    private String name(Charge charge) {
        String bucket = charge.bucket();
        if (!spread) {
            return "{" + prefix + "}:" + bucket;
        }
        int colon = bucket.indexOf(':');
        return "{" + prefix + bucket.substring(colon) + "}:" + bucket.substring(0, colon);
    }
}
