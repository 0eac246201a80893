/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code redis.*}: where instances keep what they share.
 *
 * @param url where Redis is, with what it takes to get in; null if nobody has said
 * @param timeout how long one answer may take
 * @param keyPrefix what the names of all keys begin with
 * @param cluster whether the address is that of a Redis Cluster
 * @param spread whether keys are spread over the slots of a cluster
 * @param instances how many instances there are at least, for when Redis cannot be asked
 */
public record RedisSettings(
        @Nullable String url, Duration timeout, String keyPrefix, boolean cluster, boolean spread, int instances) {

    private static final Key<String> URL = Key.of(
                    "url",
                    ValueTypes.secret(),
                    "BW-REDIS-101",
                    "Where Redis is: redis://user:password@host:6379/0, rediss:// for TLS, redis-sentinel://host1,host2/0#name.")
            .defaultIs("from REDIS_URL");

    private static final Key<Duration> TIMEOUT = Key.of(
                    "timeout",
                    ValueTypes.duration("1ms", "10s"),
                    "BW-REDIS-102",
                    "How long one answer may take; after that, requests go on without Redis until it answers again.")
            .defaultsTo("50ms");

    private static final Key<String> KEY_PREFIX = Key.of(
                    "key-prefix",
                    ValueTypes.text(),
                    "BW-REDIS-103",
                    "What the names of all keys begin with. Instances with the same prefix share their limits.")
            .defaultIs("breakwater:, then service.name");

    private static final Key<Boolean> CLUSTER = Key.of(
                    "cluster", ValueTypes.bool(), "BW-REDIS-104", "Whether the address is that of a Redis Cluster.")
            .defaultsTo("false");

    private static final Key<Boolean> SPREAD = Key.of(
                    "spread",
                    ValueTypes.bool(),
                    "BW-REDIS-105",
                    "Whether keys are spread over the slots of a cluster. Then a request whose buckets are in several slots"
                            + " takes a call to each, and what it took is given back if one of them refuses.")
            .defaultsTo("false");

    private static final Key<Integer> INSTANCES = Key.of(
                    "instances",
                    ValueTypes.integer(1, 100_000),
                    "BW-REDIS-106",
                    "How many instances there are at least. While Redis is away each grants that part of a limit; how many"
                            + " there really are, they learn from Redis while it is there.")
            .defaultsTo("1");

    private static final int LONGEST_PREFIX = 100;
    private static final int HASH_BYTES = 4;
    private static final String PREFIX = "breakwater";

    static final Group GROUP = Group.section(
            "redis", "Where instances keep what they share.", URL, TIMEOUT, KEY_PREFIX, CLUSTER, SPREAD, INSTANCES);

    /**
     * Settings made by hand; the address is checked where it is used.
     *
     * @throws InvalidPolicyException if the prefix is none that keys may begin with (BW-REDIS-011)
     */
    public RedisSettings {
        if (!isPrefix(keyPrefix)) {
            throw new InvalidPolicyException(List.of(badPrefix(keyPrefix)));
        }
    }

    static RedisSettings read(Settings root, ServiceInfo service, Problems problems) {
        Settings section = root.section(GROUP);
        String prefix = section.find(KEY_PREFIX);
        if (prefix != null && !isPrefix(prefix)) {
            problems.add(section.advised(badPrefix(prefix)).below(section.path()));
            prefix = null;
        }
        if (!isUsed(root) && isMeant(section)) {
            problems.add(unused().below(section.path()));
        }
        if (isUsed(root) && !section.isSet(KEY_PREFIX) && service.name() == null) {
            problems.add(nameless().below(section.path()));
        }
        return new RedisSettings(
                section.find(URL),
                section.get(TIMEOUT),
                prefix == null ? defaultPrefix(service) : prefix,
                section.get(CLUSTER),
                section.get(SPREAD),
                section.get(INSTANCES));
    }

    // Services that happen to share a Redis, and name their policies alike, must not share their limits.
    private static String defaultPrefix(ServiceInfo service) {
        String name = service.name();
        return name == null ? PREFIX : PREFIX + ':' + safe(name);
    }

    // What has been changed ends with a hash of what it was: other names may look the same afterwards.
    private static String safe(String name) {
        int most = LONGEST_PREFIX - PREFIX.length() - 1;
        if (name.length() <= most && name.chars().allMatch(RedisSettings::isSafe)) {
            return name;
        }
        String hash = hash(name);
        int length = Math.min(name.length(), most - hash.length() - 1);
        StringBuilder safe = new StringBuilder(most);
        for (int i = 0; i < length; i++) {
            safe.append(isSafe(name.charAt(i)) ? name.charAt(i) : '-');
        }
        return safe.append('-').append(hash).toString();
    }

    private static String hash(String name) {
        try {
            byte[] all = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(all, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing (expected: every Java platform has it)", impossible);
        }
    }

    private static boolean isPrefix(String text) {
        return !text.isEmpty()
                && text.length() <= LONGEST_PREFIX
                && text.chars().allMatch(RedisSettings::isSafe);
    }

    // Between braces is what a cluster places a key by, and our keys have braces of their own. The rest is for people
    // who
    // look at keys in a terminal.
    private static boolean isSafe(int c) {
        return c > ' ' && c <= '~' && c != '{' && c != '}';
    }

    private static Problem badPrefix(String prefix) {
        return Problem.error(
                "BW-REDIS-011",
                KEY_PREFIX.name(),
                Shown.value(prefix),
                "1 to " + LONGEST_PREFIX + " visible ASCII characters without braces",
                "Use letters, digits, colons and dashes, such as breakwater:orders.");
    }

    /** What is said at start-up, and that an address is there which nothing uses. */
    static List<String> noticed(Settings root, List<String> notices) {
        Settings section = root.section(GROUP);
        if (isUsed(root) || !section.isSet(URL) || isMeant(section)) {
            return notices;
        }
        List<String> more = new ArrayList<>(notices);
        more.add("REDIS_URL is there and nothing uses it; rate-limit.store=redis makes instances share their limits");
        return List.copyOf(more);
    }

    private static boolean isUsed(Settings root) {
        return RateLimitSettings.store(root) == RateLimitSettings.Store.REDIS
                || CostSettings.isShared(root)
                || UpstreamSettings.isShared(root);
    }

    // REDIS_URL is often there for others, so that by itself it is no wish of anybody's.
    private static boolean isMeant(Settings section) {
        boolean isAddressMeant = section.isSet(URL) && !GuideVariables.isOrigin(section.origin(URL), "REDIS_URL");
        return isAddressMeant
                || Stream.of(TIMEOUT, KEY_PREFIX, CLUSTER, SPREAD, INSTANCES).anyMatch(section::isSet);
    }

    private static Problem unused() {
        return Problem.warning(
                "BW-REDIS-010",
                "",
                "not used",
                "rate-limit.store=redis where Redis is configured",
                "Each instance counts by itself: set rate-limit.store=redis, or remove redis.*.");
    }

    private static Problem nameless() {
        return Problem.warning(
                "BW-REDIS-014",
                KEY_PREFIX.name(),
                PREFIX,
                "a prefix of the service's own",
                "Set service.name: services without a name share limits, budgets and answers with each other on the same"
                        + " Redis.");
    }

    /** Without the address, which may hold a password. */
    @Override
    public String toString() {
        return "RedisSettings[timeout=" + timeout + ", keyPrefix=" + keyPrefix + ", cluster=" + cluster + ", spread="
                + spread + ", instances=" + instances + "]";
    }
}
