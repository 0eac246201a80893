/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.caller.Cidr;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.StoreState;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** Whether each caller can do so much and no more. */
final class RateLimitChecks {
    private static final String FIX =
            "Add a policy to rate-limit.policies: a name, key ip, limits such as 100 per minute; rate-limit.enabled is true.";
    private static final long FEW_KEYS = 1000;
    private static final long ENOUGH_REQUESTS = 100;

    static final List<ReadinessCheck> ALL = List.of(
            check("rate-limit.policies", "Requests are limited", RateLimitChecks::policies),
            check("rate-limit.per-client", "Each client has limits of its own", RateLimitChecks::perClient),
            check("rate-limit.identity", "Where limits go by user, users are known", RateLimitChecks::identity),
            check("rate-limit.store", "Limits hold however many instances there are", RateLimitChecks::store),
            check("rate-limit.exempt", "Few are exempt from limits", RateLimitChecks::exempt));

    private RateLimitChecks() {}

    private static ReadinessCheck check(String id, String title, Function<ReadinessContext, Finding> judge) {
        return ReadinessCheck.of(id, title, Judges.about("rate-limit", FIX, judge));
    }

    private static List<RateLimitPolicy> all(ReadinessContext context) {
        return context.settings().rateLimit().policies();
    }

    private static Finding policies(ReadinessContext context) {
        List<RateLimitPolicy> policies = all(context);
        return policies.isEmpty()
                ? Finding.fail("rate-limit.policies is empty", FIX)
                : Finding.pass(Judges.list(policies.stream()
                        .map(policy -> policy.name() + " " + policy.limits() + " by " + policy.key())
                        .toList()));
    }

    private static Finding perClient(ReadinessContext context) {
        List<String> own = all(context).stream()
                .filter(policy -> !policy.key().contains(CallerKey.GLOBAL))
                .map(RateLimitPolicy::name)
                .toList();
        return own.isEmpty()
                ? Finding.fail(
                        "all clients share what the policies allow, so that one of them can use it up",
                        "Give a policy the key ip, or user, ip.")
                : Finding.pass("by client: " + Judges.list(own));
    }

    private static Finding identity(ReadinessContext context) {
        List<String> byUser = all(context).stream()
                .filter(policy -> policy.key().contains(CallerKey.USER))
                .map(RateLimitPolicy::name)
                .toList();
        long requests = context.seen().requests();
        long identified = context.seen().identifiedRequests();
        if (byUser.isEmpty() || identified > 0) {
            return Finding.pass(
                    byUser.isEmpty() ? "no limit goes by user" : "user known in " + identified + " of " + requests);
        }
        String evidence = "by user: " + Judges.list(byUser) + "; user known in none of " + requests + " requests";
        String fix = "Authenticate before the second admission point: Spring Security does; plain servlets need"
                + " IdentifiedFilter behind whoever sets the user.";
        return requests < ENOUGH_REQUESTS ? Finding.warn(evidence, fix) : Finding.fail(evidence, fix);
    }

    private static Finding store(ReadinessContext context) {
        if (!context.isStoreLocal()) {
            return Finding.pass(shared(context.store()));
        }
        long keys = context.settings().rateLimit().maxKeys();
        if (keys < FEW_KEYS) {
            return Finding.fail(
                    "rate-limit.max-keys is " + keys + ": callers beyond them share what is left",
                    "Set rate-limit.max-keys to the callers you expect at a time, times the policies.");
        }
        return Finding.warn(
                "in memory: with several instances, each lets every caller do as much again",
                "Run one instance, or have them share: rate-limit.store=redis, redis.url and the dependency breakwater-redis.");
    }

    // Whether it answers now is for the health checks to judge: that comes and goes, and this is about what was built.
    private static String shared(StoreState store) {
        String number = store.instances() == 1 ? "1 instance" : store.instances() + " instances";
        return store.available()
                ? "a store that can be shared, used by " + number
                : "a store that can be shared, away now (" + store.reason() + "): each of " + number
                        + " follows on-store-failure";
    }

    private static Finding exempt(ReadinessContext context) {
        List<Cidr> open = context.configured().texts("rate-limit.exempt").stream()
                .map(Cidr::parse)
                .filter(Objects::nonNull)
                .filter(network -> !network.isPrivate())
                .toList();
        if (open.isEmpty()) {
            return Finding.pass("no public network is exempt");
        }
        boolean wide = open.stream()
                .anyMatch(network -> network.length() < (network.network().isV4() ? 16 : 32));
        String evidence = "never limited: " + Judges.list(open);
        String fix = "Name the few addresses that must not be limited in rate-limit.exempt.";
        return wide ? Finding.fail(evidence, fix) : Finding.warn(evidence, fix);
    }
}
