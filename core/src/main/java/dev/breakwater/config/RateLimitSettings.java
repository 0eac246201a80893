/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.caller.Cidr;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problems;
import dev.breakwater.ratelimit.AddressRules;
import dev.breakwater.ratelimit.Bucket4jStore;
import dev.breakwater.ratelimit.CountedRequests;
import dev.breakwater.ratelimit.OnStoreFailure;
import dev.breakwater.ratelimit.RateLimitDialect;
import dev.breakwater.ratelimit.RateLimitFields;
import dev.breakwater.ratelimit.RateLimitPolicies;
import dev.breakwater.ratelimit.RateLimitPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The keys {@code rate-limit.*}, and what they describe.
 *
 * @param enabled whether requests are limited at all
 * @param store where buckets are kept
 * @param fields what clients are told about their limits
 * @param maxKeys how many callers are remembered
 * @param policies who may do how much
 * @param addresses who is exempt, and who is refused
 * @param ipv6Parents whether the networks around an IPv6 caller are charged as well
 */
public record RateLimitSettings(
        boolean enabled,
        Store store,
        RateLimitFields fields,
        int maxKeys,
        List<RateLimitPolicy> policies,
        AddressRules addresses,
        boolean ipv6Parents) {

    /** Where buckets are kept. */
    public enum Store {
        /** In this instance's memory: each instance counts alone. */
        MEMORY,
        /** In Redis: all instances of the service count together. */
        REDIS
    }

    private static final Key<Boolean> ENABLED = Key.of(
                    "enabled", ValueTypes.bool(), "BW-RATE-101", "Whether requests are limited.")
            .defaultsTo("true");

    private static final Key<Store> STORE = Key.of(
                    "store",
                    ValueTypes.oneOf(Store.class),
                    "BW-RATE-102",
                    "Where buckets are kept: memory counts per instance, redis for all instances together (with breakwater-redis"
                            + " on the class path).")
            .defaultsTo("memory");

    // Versions 08 to 11 of the draft are the same on the wire.
    private static final Key<List<RateLimitDialect>> HEADERS = Key.of(
                    "headers",
                    ValueTypes.oneOf(RateLimitDialect.class)
                            .or("draft-8", RateLimitDialect.DRAFT_11)
                            .or("draft-9", RateLimitDialect.DRAFT_11)
                            .or("draft-10", RateLimitDialect.DRAFT_11)
                            .list(),
                    "BW-RATE-103",
                    "How limits are told to clients: in the fields of an IETF draft (draft-11-next adds the words of the"
                            + " text after it), in X-RateLimit-* (legacy), or not at all; a list sends several.")
            .defaultsTo("draft-11");

    private static final Key<Duration> RETRY_AFTER_JITTER = Key.of(
                    "retry-after-jitter",
                    ValueTypes.duration("0s", "1h"),
                    "BW-RATE-131",
                    "Spreads the return of refused clients: each is told to wait for up to this much longer than it must.")
            .defaultsTo("0s");

    private static final Key<String> PARTITION_KEY_SECRET = Key.of(
                    "partition-key-secret",
                    ValueTypes.secret(),
                    "BW-RATE-132",
                    "Adds the parameter pk to draft-11: a code that names who is charged, computed with this secret of at"
                            + " least 16 characters.")
            .defaultIs("no codes");

    private static final Key<Integer> MAX_KEYS = Key.of(
                    "max-keys",
                    ValueTypes.integer(1, 100_000_000),
                    "BW-RATE-104",
                    "How many buckets are kept at most: one for each caller of each policy, and up to two more for the"
                            + " networks around an IPv6 caller. Only refilled buckets are dropped; beyond this number,"
                            + " callers share overflow buckets.")
            .defaultsTo(Integer.toString(Bucket4jStore.DEFAULT_MAX_KEYS));

    private static final Key<List<Cidr>> EXEMPT = Key.of(
                    "exempt",
                    CallerSettings.NETWORK.list(),
                    "BW-RATE-120",
                    "Networks whose clients are never limited, nor refused by the blocklist.")
            .defaultsTo("");

    private static final Key<List<Cidr>> BLOCKLIST = Key.of(
                    "blocklist",
                    CallerSettings.NETWORK.list(),
                    "BW-RATE-121",
                    "Networks whose clients are refused with 403.")
            .defaultsTo("");

    private static final Key<Boolean> IPV6_PARENTS = Key.of(
                    "ipv6-parents",
                    ValueTypes.bool(),
                    "BW-RATE-122",
                    "Whether an IPv6 address is charged to the networks around it as well: 16 times a policy's limits for the"
                            + " /56, 64 times for the /48.")
            .defaultsTo("true");

    private static final Key<String> NAME = Key.of(
                    "name",
                    ValueTypes.text(),
                    "BW-RATE-105",
                    "Name of the policy, told to clients: a letter, then letters, digits, _ . -, at most 64 in all.")
            .required();

    private static final Key<List<String>> PATHS = Key.of(
                    "paths", ValueTypes.text().list(), "BW-RATE-106", "Patterns of the paths it is about.")
            .defaultIs("all");

    private static final Key<List<String>> EXEMPT_PATHS = Key.of(
                    "exempt-paths",
                    ValueTypes.text().list(),
                    "BW-RATE-127",
                    "Patterns of the paths it is not about, whatever paths says.")
            .defaultIs("none");

    private static final Key<List<String>> METHODS = Key.of(
                    "methods", ValueTypes.text().list(), "BW-RATE-107", "The methods it is about; GET covers HEAD.")
            .defaultIs("all");

    private static final Key<List<String>> KEY = Key.of(
                    "key",
                    ValueTypes.text().list(),
                    "BW-RATE-108",
                    "Who shares a bucket: ip, user, api-key, header:NAME or global. Of a list, the first that a request has.")
            .defaultsTo("ip");

    private static final Key<List<String>> LIMITS = Key.of(
                    "limits",
                    ValueTypes.text().list(),
                    "BW-RATE-109",
                    "How much: 100 per minute, 20 per 10 seconds, 100/1h, 5/s; several at once as a list or with ;.")
            .required();

    private static final Key<Long> BURST = Key.of(
                    "burst",
                    ValueTypes.longInteger(1, 1_000_000_000_000L),
                    "BW-RATE-110",
                    "The most that is admitted at once; refilled at the limit's rate. Only with a single limit.")
            .defaultIs("the limit's count");

    private static final Key<Long> COST = Key.of(
                    "cost", ValueTypes.longInteger(0, 1_000_000_000_000L), "BW-RATE-111", "What one request takes.")
            .defaultsTo("1");

    private static final Key<OnStoreFailure> ON_STORE_FAILURE = Key.of(
                    "on-store-failure",
                    ValueTypes.oneOf(OnStoreFailure.class),
                    "BW-RATE-112",
                    "What happens while a shared store does not answer: local limits, open or closed.")
            .defaultsTo("local");

    private static final Key<CountedRequests> COUNT = Key.of(
                    "count",
                    ValueTypes.oneOf(CountedRequests.class),
                    "BW-RATE-123",
                    "Which requests stay charged: all, or failures (401, 403), which are charged at first and given back on"
                            + " success.")
            .defaultsTo("all");

    private static final Key<List<String>> REPLACES = Key.of(
                    "replaces",
                    ValueTypes.text().list(),
                    "BW-RATE-124",
                    "Names of the policies that this one stands in for where it is about a request.")
            .defaultIs("none");

    private static final Key<Mode> MODE = Key.of(
                    "mode",
                    ValueTypes.oneOf(Mode.class),
                    "BW-RATE-125",
                    "Whether it refuses requests, or only counts and reports what it would have refused.")
            .defaultsTo("enforce");

    private static final Key<Map<String, String>> PLANS = Key.of(
                    "plans",
                    ValueTypes.text().map(),
                    "BW-RATE-126",
                    "The limits of each plan, in place of limits, for callers whom a PlanResolver puts on it; several with ;.")
            .defaultIs("none");

    private static final Group POLICIES = Group.list(
            "policies",
            "Limits; all that match a request apply.",
            NAME,
            PATHS,
            EXEMPT_PATHS,
            METHODS,
            KEY,
            LIMITS,
            BURST,
            COST,
            COUNT,
            REPLACES,
            MODE,
            PLANS,
            ON_STORE_FAILURE);

    static final Group GROUP = Group.section(
            "rate-limit",
            "How much each caller may do.",
            ENABLED,
            STORE,
            HEADERS,
            RETRY_AFTER_JITTER,
            PARTITION_KEY_SECRET,
            MAX_KEYS,
            EXEMPT,
            BLOCKLIST,
            IPV6_PARENTS,
            POLICIES);

    /** Whether anybody is limited or refused. */
    public boolean isNeeded() {
        return enabled && (!policies.isEmpty() || addresses.isBlocking());
    }

    /** Where buckets are kept. */
    static Store store(Settings root) {
        return root.section(GROUP).get(STORE);
    }

    static RateLimitSettings read(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        SideBySide<RateLimitPolicy> policies = new SideBySide<>();
        for (Settings settings : section.list(POLICIES)) {
            RateLimitPolicy policy = settings.build(() -> policy(settings), problems);
            if (policy != null) {
                policies.add(policy, settings);
                problems.addBelow(settings.path(), policy.warnings());
            }
        }
        List<String> names = names(section, policies, problems);
        policies.check(valid -> RateLimitPolicies.of(valid, names), problems);
        return new RateLimitSettings(
                section.get(ENABLED),
                section.get(STORE),
                fields(root, problems),
                section.get(MAX_KEYS),
                policies.policies(),
                addresses(section, problems),
                section.get(IPV6_PARENTS));
    }

    // Policies that are wrong in themselves have names, too: one that is used twice is said at once, and one that
    // others
    // refer to is not called unknown.
    private static List<String> names(Settings section, SideBySide<RateLimitPolicy> valid, Problems problems) {
        Map<String, Settings> owners = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Settings policy : section.listed(POLICIES)) {
            String name = policy.find(NAME);
            Settings owner = name == null ? null : owners.putIfAbsent(name, policy);
            if (name != null && owner != null && !(valid.holds(owner) && valid.holds(policy))) {
                problems.error(
                        "BW-RATE-016",
                        policy.path(NAME),
                        name,
                        "a name of its own; " + owner.path() + " has it, too",
                        "Rename one of the two.");
            }
        }
        return List.copyOf(owners.keySet());
    }

    private static AddressRules addresses(Settings section, Problems problems) {
        AddressRules rules =
                section.build(() -> AddressRules.of(section.get(EXEMPT), section.get(BLOCKLIST)), problems);
        if (rules == null) {
            return AddressRules.none();
        }
        problems.addBelow(section.path(), rules.warnings());
        return rules;
    }

    /** Every response field that may be sent. */
    static List<String> fieldNames(Settings root) {
        return fields(root, new Problems()).names();
    }

    // The defaults where what is configured is not valid, so that the rest can be checked.
    private static RateLimitFields fields(Settings root, Problems problems) {
        Settings section = root.section(GROUP);
        RateLimitFields fields = section.build(() -> fields(section), problems);
        return fields == null ? RateLimitFields.standard() : fields;
    }

    private static RateLimitFields fields(Settings section) {
        RateLimitFields.Builder fields = RateLimitFields.builder()
                .dialects(section.get(HEADERS))
                .retryAfterJitter(section.get(RETRY_AFTER_JITTER));
        section.ifPresent(PARTITION_KEY_SECRET, fields::partitionKeySecret);
        return fields.build();
    }

    private static RateLimitPolicy policy(Settings settings) {
        RateLimitPolicy.Builder policy = RateLimitPolicy.builder(settings.get(NAME))
                .key(texts(settings, KEY))
                .limits(texts(settings, LIMITS))
                .cost(settings.get(COST))
                .count(settings.get(COUNT))
                .mode(settings.get(MODE))
                .onStoreFailure(settings.get(ON_STORE_FAILURE));
        settings.ifPresent(PATHS, paths -> policy.paths(paths.toArray(new String[0])));
        settings.ifPresent(EXEMPT_PATHS, paths -> policy.exemptPaths(paths.toArray(new String[0])));
        settings.ifPresent(METHODS, methods -> policy.methods(methods.toArray(new String[0])));
        settings.ifPresent(BURST, policy::burst);
        settings.ifPresent(REPLACES, names -> policy.replaces(names.toArray(new String[0])));
        settings.ifPresent(PLANS, plans -> plans.forEach(policy::plan));
        return policy.build();
    }

    private static String[] texts(Settings settings, Key<List<String>> key) {
        return settings.get(key).toArray(new String[0]);
    }
}
