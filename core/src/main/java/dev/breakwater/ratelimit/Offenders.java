/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.exchange.TimeSource;
import dev.breakwater.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who has been refused most of late, for operators. Callers are shown as hashes that hold for the life of this object, so
 * that nobody learns an address or a name from it; the request event of a caller's first refusal carries the same hash.
 *
 * <p>Remembers {@value #MOST} callers. When another comes, a few are looked at and the one that has been silent for longest
 * gives way; so those who keep hammering stay. Safe for use by many threads; costs nothing while nobody is refused.
 */
public final class Offenders {
    /** How many callers are remembered. */
    public static final int MOST = 1000;

    /** How many of them {@link #toJson()} shows. */
    public static final int SHOWN = 50;

    private static final int LOOKS = 8;
    private static final long SHORTEST_QUIET = Duration.ofMinutes(1).toNanos();
    private static final long FORGOTTEN = Duration.ofHours(1).toNanos();

    private final TimeSource time;
    private final byte[] salt = new byte[16];
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final ReentrantLock replacing = new ReentrantLock();
    private Iterator<Map.Entry<Key, Tally>> hand = tallies.entrySet().iterator();

    private Offenders(TimeSource time) {
        this.time = time;
        new SecureRandom().nextBytes(salt);
    }

    /** Nobody yet. */
    public static Offenders of(TimeSource time) {
        return new Offenders(time);
    }

    /**
     * Notes a refusal.
     *
     * @return whether it is news: the caller's first by this policy, or the first since as long as the policy's longest
     *     window, at least a minute, has passed since the last that was
     */
    boolean refused(RateLimitPolicy policy, CallerId caller) {
        Tally tally = tally(new Key(policy.name(), caller));
        return tally != null && tally.refused(time.nanoTime(), quiet(policy));
    }

    private static long quiet(RateLimitPolicy policy) {
        long longest = SHORTEST_QUIET;
        for (int i = 0; i < policy.limits().size(); i++) {
            longest = Math.max(longest, policy.limits().get(i).windowNanos());
        }
        return longest;
    }

    private @Nullable Tally tally(Key key) {
        Tally known = tallies.get(key);
        if (known != null) {
            return known;
        }
        return tallies.size() < MOST || makeRoom() ? tallies.computeIfAbsent(key, absent -> new Tally()) : null;
    }

    // Never waits: whoever comes while room is being made is not remembered this time.
    private boolean makeRoom() {
        if (!replacing.tryLock()) {
            return false;
        }
        try {
            Map.Entry<Key, Tally> silent = next();
            for (int i = 1; i < LOOKS; i++) {
                Map.Entry<Key, Tally> other = next();
                silent = other.getValue().last() - silent.getValue().last() < 0 ? other : silent;
            }
            return tallies.remove(silent.getKey(), silent.getValue());
        } finally {
            replacing.unlock();
        }
    }

    private Map.Entry<Key, Tally> next() {
        if (!hand.hasNext()) {
            hand = tallies.entrySet().iterator();
        }
        return hand.next();
    }

    /** Those who were refused most and within the last hour, the worst first. */
    public List<Offender> top(int count) {
        long now = time.nanoTime();
        return tallies.entrySet().stream()
                .map(entry -> entry.getValue().shown(entry.getKey(), hash(entry.getKey().caller), now))
                .filter(offender -> offender.sinceLast().toNanos() <= FORGOTTEN)
                .sorted(Comparator.comparingLong(Offender::refusals).reversed().thenComparing(Offender::caller))
                .limit(count)
                .toList();
    }

    /** The worst {@value #SHOWN}, as a JSON object. */
    public String toJson() {
        JsonWriter json = JsonWriter.object().openArray("offenders");
        for (Offender offender : top(SHOWN)) {
            json.openElement()
                    .put("caller", offender.caller())
                    .put("key", offender.key().toString())
                    .put("policy", offender.policy())
                    .put("refusals", offender.refusals())
                    .put("seconds_since_first", offender.sinceFirst().toSeconds())
                    .put("seconds_since_last", offender.sinceLast().toSeconds())
                    .close();
        }
        return json.closeArray().end();
    }

    /** The caller as operators see it. */
    String hash(CallerId caller) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            byte[] hash = digest.digest(caller.text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing (expected: every Java platform has it)", impossible);
        }
    }

    private record Key(String policy, CallerId caller) {}

    private static final class Tally {
        private long refusals;
        private long first;
        private long last;
        private long news;

        synchronized boolean refused(long now, long quiet) {
            boolean isNews = refusals == 0 || now - news >= quiet;
            first = refusals == 0 ? now : first;
            news = isNews ? now : news;
            last = now;
            refusals++;
            return isNews;
        }

        synchronized long last() {
            return last;
        }

        synchronized Offender shown(Key key, String hash, long now) {
            return new Offender(
                    hash,
                    key.caller.key(),
                    key.policy,
                    refusals,
                    Duration.ofNanos(now - first),
                    Duration.ofNanos(now - last));
        }
    }

    /**
     * A caller who was refused.
     *
     * @param caller a hash, not the caller itself
     * @param key what tells such callers apart
     * @param policy the policy's name
     * @param refusals how often it refused this caller
     * @param sinceFirst how long ago that was for the first time
     * @param sinceLast how long ago that was for the last time
     */
    public record Offender(
            String caller, CallerKey key, String policy, long refusals, Duration sinceFirst, Duration sinceLast) {}
}
