/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.redis;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Redis throws keys away when its memory is full. Buckets that are thrown away are full again, a gift to whoever
 * fills the memory. Said once in the log.
 */
final class Eviction {
    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);

    private final String where;
    private volatile @Nullable String policy;
    private boolean said;

    Eviction(String where) {
        this.where = where;
    }

    /** One of which the log need not be told: another looks at the same server. */
    static Eviction untold(String where) {
        Eviction eviction = new Eviction(where);
        eviction.said = true;
        return eviction;
    }

    /** The policy by which keys are thrown away; null if none are, or if that is not known. */
    @Nullable
    String policy() {
        return policy;
    }

    /** Asks, if that is allowed, and waits no longer than this for the answer. For the link's own thread. */
    void look(Session session, long limitNanos) throws InterruptedException {
        try {
            policy = evicting(session.info("memory").get(limitNanos, TimeUnit.NANOSECONDS));
        } catch (ExecutionException | TimeoutException | RuntimeException notAllowed) {
            return;
        }
        if (policy != null && !said) {
            said = true;
            LOG.warn(
                    "Breakwater: Redis at {} has maxmemory-policy {}: with its memory full it forgets who has used up a limit"
                            + " or a budget (expected: noeviction, unless nothing but answers is shared)",
                    where,
                    policy);
        }
    }

    /** The policy that this part of {@code INFO} speaks of; null if nothing is ever thrown away by it. */
    static @Nullable String evicting(String info) {
        String policy = value(info, "maxmemory_policy:");
        boolean bounded = !"0".equals(value(info, "maxmemory:"));
        return bounded && policy != null && !policy.equals("noeviction") ? policy : null;
    }

    private static @Nullable String value(String info, String name) {
        int at = info.startsWith(name) ? 0 : info.indexOf("\n" + name) + 1;
        if (at == 0 && !info.startsWith(name)) {
            return null;
        }
        int end = info.indexOf('\r', at);
        return info.substring(at + name.length(), end < 0 ? info.length() : end).strip();
    }
}
