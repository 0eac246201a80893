/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import dev.breakwater.policy.Problems;
import dev.breakwater.ratelimit.Limit;
import dev.breakwater.upstream.BreakerWindow;
import dev.breakwater.upstream.CacheStore;
import dev.breakwater.upstream.CallRate;
import dev.breakwater.upstream.UpstreamPolicy;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys {@code upstreams.NAME.*}, and the {@link UpstreamPolicy} they describe. */
final class UpstreamKeys {
    private static final Key<Duration> TIMEOUT = Key.of(
                    "timeout",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-101",
                    "How long a call may take in all, attempts and waits between them included.")
            .defaultsTo("30s");

    private static final Key<Integer> ATTEMPTS = Key.of(
                    "attempts",
                    ValueTypes.integer(1, 10),
                    "BW-UPST-102",
                    "How often the upstream is called at most until it answers.")
            .defaultsTo("1");

    private static final Key<Duration> BACKOFF = Key.of(
                    "backoff",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-103",
                    "The longest wait before the second attempt; doubles with each further one. The wait is a random part of it.")
            .defaultsTo("300ms");

    private static final Key<Duration> MAX_BACKOFF = Key.of(
                    "max-backoff",
                    ValueTypes.duration("1ms", "1h"),
                    "BW-UPST-104",
                    "What a wait between attempts never exceeds.")
            .defaultsTo("10s");

    private static final Key<Integer> MAX_CONCURRENT = Key.of(
                    "max-concurrent",
                    ValueTypes.integer(1, 100_000),
                    "BW-UPST-105",
                    "How many calls run at a time; further ones are refused at once.")
            .defaultsTo("10");

    private static final Key<Double> FAILURE_RATE = Key.of(
                    "failure-rate",
                    ValueTypes.decimal(0.001, 1),
                    "BW-UPST-106",
                    "The share of failures from which the breaker opens.")
            .defaultsTo("0.5");

    private static final Key<BreakerWindow> WINDOW = Key.of(
                    "window",
                    ScalarType.of(
                            "a number of calls such as 100 calls, or a duration such as 60s", BreakerWindowText::parse),
                    "BW-UPST-107",
                    "What the breaker looks back on: the last calls, or the last while. It opens no sooner than after 10.")
            .defaultsTo("100 calls");

    private static final Key<Duration> WAIT = Key.of(
                    "wait",
                    ValueTypes.duration("1ms", "1d"),
                    "BW-UPST-108",
                    "How long an open breaker refuses all calls before it lets a few try.")
            .defaultsTo("30s");

    private static final Group BREAKER =
            Group.section("breaker", "Stops calling an upstream that fails too often.", FAILURE_RATE, WINDOW, WAIT);

    private static final Key<Duration> TTL = Key.of(
                    "ttl",
                    ScalarType.of("java.lang.String", "off, or a duration such as 5m", UpstreamKeys::parseTtl),
                    "BW-UPST-109",
                    "How long an answer is kept for calls that name a cache key.")
            .defaultsTo("off");

    static final Key<CacheStore> STORE = Key.of(
                    "store",
                    ValueTypes.oneOf(CacheStore.class),
                    "BW-UPST-123",
                    "Where answers are kept: in each instance's memory, or in redis as well, where the other instances find"
                            + " those that say how to write them (with breakwater-redis on the class path).")
            .defaultsTo("memory");

    private static final Key<Long> MAX_ENTRIES = Key.of(
                    "max-entries",
                    ValueTypes.longInteger(1, 100_000_000),
                    "BW-UPST-110",
                    "How many answers are kept in memory at most.")
            .defaultsTo("10000");

    private static final Key<Duration> STALE_WHILE_REVALIDATE = Key.of(
                    "stale-while-revalidate",
                    ValueTypes.duration("0s", "365d"),
                    "BW-UPST-114",
                    "How long after its time an answer is still given at once while a newer one is fetched.")
            .defaultsTo("0s");

    private static final Key<Duration> STALE_IF_ERROR = Key.of(
                    "stale-if-error",
                    ValueTypes.duration("0s", "365d"),
                    "BW-UPST-115",
                    "How long after its time an answer is still given when the upstream fails.")
            .defaultsTo("0s");

    private static final Key<Duration> NEGATIVE_TTL = Key.of(
                    "negative-ttl",
                    ValueTypes.duration("0s", "365d"),
                    "BW-UPST-116",
                    "How long it is remembered that there is no answer for a cache key.")
            .defaultsTo("0s");

    static final Group CACHE = Group.section(
            "cache",
            "Answers that are kept for calls that name a key.",
            TTL,
            STORE,
            MAX_ENTRIES,
            STALE_WHILE_REVALIDATE,
            STALE_IF_ERROR,
            NEGATIVE_TTL);

    private static final Key<Double> RETRY_BUDGET = Key.of(
                    "retry-budget",
                    ScalarType.of("java.lang.String", "off, or a share such as 0.2", UpstreamKeys::parseBudget),
                    "BW-UPST-117",
                    "How many further attempts there may be for each call, over all calls of the last ten seconds.")
            .defaultsTo("0.2");

    private static final Key<Integer> RETRY_FLOOR = Key.of(
                    "retry-floor",
                    ValueTypes.integer(0, 100_000),
                    "BW-UPST-118",
                    "How many further attempts a second there may be whatever the budget says.")
            .defaultsTo("10");

    private static final Key<List<String>> RATE_LIMIT = Key.of(
                    "rate-limit",
                    ValueTypes.text().list(),
                    "BW-UPST-119",
                    "Our own limits towards the provider, attempts included: 100 per minute, 5/s; several at once as a list"
                            + " or with ;. What is beyond is refused at once.")
            .defaultIs("none");

    private static final Key<Duration> MINIMUM_TIME = Key.of(
                    "minimum-time",
                    ValueTypes.duration("0s", "1h"),
                    "BW-UPST-120",
                    "How much of its deadline a call must have left for an attempt to be worth it.")
            .defaultsTo("0s");

    private static final Key<String> DEADLINE_HEADER = Key.of(
                    "deadline-header",
                    ValueTypes.text(),
                    "BW-UPST-121",
                    "The request header that tells the upstream how many milliseconds are left.")
            .defaultIs("none");

    private static final Key<Path> DISABLED_FILE = Key.of(
                    "disabled-file",
                    ScalarType.of("java.lang.String", "a path", UpstreamKeys::parsePath),
                    "BW-UPST-122",
                    "A file that throws the kill switch while it is there, unless it says false, 0, no or off.")
            .defaultIs("none");

    private static final Key<Boolean> DISABLED = Key.of(
                    "disabled",
                    ValueTypes.bool(),
                    "BW-UPST-111",
                    "The kill switch at the start: nothing is called, fallbacks answer.")
            .defaultsTo("false");

    static final Group GROUP = Group.map(
            "upstreams",
            "What the service calls, by name, and how such calls are guarded.",
            TIMEOUT,
            ATTEMPTS,
            BACKOFF,
            MAX_BACKOFF,
            RETRY_BUDGET,
            RETRY_FLOOR,
            MAX_CONCURRENT,
            RATE_LIMIT,
            MINIMUM_TIME,
            DEADLINE_HEADER,
            BREAKER,
            CACHE,
            DISABLED,
            DISABLED_FILE);

    private UpstreamKeys() {}

    static UpstreamPolicy policy(String name, Settings settings) {
        Settings breaker = settings.section(BREAKER);
        Settings cache = settings.section(CACHE);
        UpstreamPolicy.Builder policy = UpstreamPolicy.named(name)
                .timeout(settings.get(TIMEOUT))
                .attempts(settings.get(ATTEMPTS))
                .backoff(settings.get(BACKOFF))
                .maxBackoff(settings.get(MAX_BACKOFF))
                .maxConcurrent(settings.get(MAX_CONCURRENT))
                .breakerFailureRate(breaker.get(FAILURE_RATE))
                .breakerWindow(breaker.get(WINDOW))
                .breakerWait(breaker.get(WAIT))
                .cacheStore(cache.get(STORE))
                .cacheMaxEntries(cache.get(MAX_ENTRIES))
                .staleWhileRevalidate(cache.get(STALE_WHILE_REVALIDATE))
                .staleIfError(cache.get(STALE_IF_ERROR))
                .negativeTtl(cache.get(NEGATIVE_TTL))
                .retryBudget(settings.get(RETRY_BUDGET))
                .retryFloor(settings.get(RETRY_FLOOR))
                .rateLimit(rates(settings))
                .minimumTime(settings.get(MINIMUM_TIME))
                .disabled(settings.get(DISABLED));
        if (!cache.get(TTL).isZero()) {
            policy.cacheTtl(cache.get(TTL));
        }
        String header = settings.find(DEADLINE_HEADER);
        if (header != null) {
            policy.deadlineHeader(header);
        }
        Path file = settings.find(DISABLED_FILE);
        if (file != null) {
            policy.disabledFile(file);
        }
        return policy.build();
    }

    static @Nullable Duration parseTtl(String text) {
        return text.strip().equalsIgnoreCase("off") ? Duration.ZERO : DurationText.parse(text);
    }

    /** The same words as those of rate limits. */
    private static List<CallRate> rates(Settings settings) {
        Problems problems = new Problems();
        List<CallRate> rates = new ArrayList<>();
        List<String> texts = settings.find(RATE_LIMIT);
        for (int i = 0; texts != null && i < texts.size(); i++) {
            for (Limit limit : Limit.parse(texts.get(i), "rate-limit[" + i + "]", problems)) {
                rates.add(new CallRate(limit.count(), limit.window()));
            }
        }
        problems.throwIfInvalid();
        return rates;
    }

    private static @Nullable Double parseBudget(String text) {
        if (text.strip().equalsIgnoreCase("off")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException noNumber) {
            return null;
        }
    }

    private static @Nullable Path parsePath(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException noPath) {
            return null;
        }
    }
}
