/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is doubtful about a policy that is valid: it would do nothing, or not what was meant. Paths are relative to it.
 */
final class PolicyDoubts {
    private static final int GENEROUS = 10;

    // What proxies write is a client's to write, too, and no policy asks who the peer is.
    private static final Set<String> FORWARDING = Set.of(
            "header:x-forwarded-for",
            "header:forwarded",
            "header:x-real-ip",
            "header:x-client-ip",
            "header:true-client-ip",
            "header:cf-connecting-ip",
            "header:fastly-client-ip");

    private static final Set<String> FREELY_CHOSEN = Set.of(
            "header:user-agent",
            "header:cookie",
            "header:origin",
            "header:referer",
            "header:host",
            "header:accept",
            "header:accept-language",
            "header:x-request-id",
            "header:traceparent");

    private final RateLimitPolicy policy;
    private final Problems problems;

    private PolicyDoubts(RateLimitPolicy policy, Problems problems) {
        this.policy = policy;
        this.problems = problems;
    }

    /**
     * Adds what is doubtful about a policy to what has been found before.
     *
     * @return the warnings
     * @throws dev.breakwater.policy.InvalidPolicyException if it is worse than doubtful
     */
    static List<Problem> noted(RateLimitPolicy policy, Problems problems) {
        PolicyDoubts doubts = new PolicyDoubts(policy, problems);
        doubts.limits();
        doubts.burst();
        doubts.cost();
        doubts.keys();
        doubts.methods();
        doubts.paths("paths", policy.requests().paths());
        doubts.paths("exempt-paths", policy.requests().exempt());
        doubts.exempt();
        problems.throwIfInvalid();
        return problems.warnings();
    }

    // Of two buckets, the one that is larger and fills faster always has more in it.
    private void limits() {
        List<Limit> limits = policy.limits();
        for (int i = 0; i < limits.size(); i++) {
            Limit tighter = tighterThan(limits.get(i));
            if (tighter != null) {
                boolean isLonger = limits.get(i).windowNanos() > tighter.windowNanos();
                problems.warning(
                        isLonger ? "BW-RATE-040" : "BW-RATE-041",
                        "limits[" + i + "]",
                        limits.get(i).toString(),
                        isLonger
                                ? "less than the shorter window, " + tighter + ", lets through in that time"
                                : "a smaller count than that of the longer window, " + tighter,
                        "It never refuses anybody, because " + tighter
                                + " always does so first; remove or tighten it.");
            }
        }
    }

    private @Nullable Limit tighterThan(Limit limit) {
        for (Limit other : policy.limits()) {
            if (!other.equals(limit) && other.count() <= limit.count() && isSlower(other, limit)) {
                return other;
            }
        }
        return null;
    }

    private static boolean isSlower(Limit one, Limit other) {
        return (double) one.count() / one.windowNanos() <= (double) other.count() / other.windowNanos();
    }

    private void burst() {
        Limit limit = policy.limits().get(0);
        if (policy.limits().size() == 1 && limit.count() > 0 && policy.capacity(0) / GENEROUS > limit.count()) {
            problems.warning(
                    "BW-RATE-042",
                    "burst",
                    Long.toString(policy.capacity(0)),
                    "at most " + GENEROUS + " times the limit's count",
                    "So many are admitted at once before " + limit + " has a say; lower the burst or raise the limit.");
        }
    }

    private void cost() {
        if (policy.cost() == 0 && !policy.isBlocking()) {
            problems.warning(
                    "BW-RATE-043",
                    "cost",
                    "0",
                    "1 or more",
                    "Requests that cost nothing are never refused; leave cost out, or remove the policy.");
        }
    }

    private void keys() {
        for (int i = 0; i < policy.key().size(); i++) {
            String key = policy.key().get(i).toString().toLowerCase(Locale.ROOT);
            if (FORWARDING.contains(key)) {
                problems.error(
                        "BW-RATE-044",
                        "key[" + i + "]",
                        key,
                        "ip",
                        "Every client may send that header and be somebody else with each request. Use ip, and name your"
                                + " proxies in caller.trusted-proxies.");
            } else if (FREELY_CHOSEN.contains(key)) {
                problems.warning(
                        "BW-RATE-045",
                        "key[" + i + "]",
                        key,
                        "a header that says who is calling",
                        "Clients change it at will and get fresh quota with it; use user, api-key or ip.");
            }
        }
    }

    private void methods() {
        int options = policy.requests().methods().indexOf("OPTIONS");
        if (options >= 0) {
            problems.warning(
                    "BW-RATE-046",
                    "methods[" + options + "]",
                    "OPTIONS",
                    "methods that do something",
                    "Preflights are answered before limits and never counted; only other OPTIONS requests are.");
        }
    }

    private void paths(String key, List<PathPattern> paths) {
        for (int i = 0; i < paths.size(); i++) {
            PathPattern wider = widerThan(i, paths);
            if (wider != null) {
                problems.warning(
                        "BW-RATE-047",
                        key + "[" + i + "]",
                        paths.get(i).toString(),
                        "each path once",
                        "Remove it: " + wider + " of the same policy covers it.");
            }
        }
    }

    private void exempt() {
        List<PathPattern> paths = policy.requests().paths();
        for (PathPattern exempt : policy.requests().exempt()) {
            boolean all = exempt.equals(PathPattern.all())
                    || (!paths.isEmpty() && paths.stream().allMatch(path -> covers(exempt, path)));
            if (all) {
                problems.warning(
                        "BW-RATE-054",
                        "exempt-paths",
                        exempt.toString(),
                        "less than all paths of the policy",
                        "The policy holds nowhere; remove the pattern, or the policy.");
            }
        }
    }

    private static boolean covers(PathPattern wider, PathPattern pattern) {
        return wider.equals(pattern)
                || (pattern.isLiteral() && wider.matches(pattern.toString()))
                || isTreeAround(wider.toString(), pattern.toString());
    }

    private static boolean isTreeAround(String wider, String pattern) {
        return wider.endsWith("/**") && pattern.startsWith(wider.substring(0, wider.length() - "**".length()));
    }

    private static @Nullable PathPattern widerThan(int index, List<PathPattern> paths) {
        PathPattern pattern = paths.get(index);
        for (int i = 0; i < paths.size(); i++) {
            PathPattern other = paths.get(i);
            boolean isTwin = other.equals(pattern);
            if (i != index && (isTwin ? i < index : pattern.isLiteral() && other.matches(pattern.toString()))) {
                return other;
            }
        }
        return null;
    }

    /** What is doubtful about policies side by side. Paths are like {@code policies[1].name}. */
    static void note(List<RateLimitPolicy> policies, Problems problems) {
        for (int i = 0; i < policies.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (areTwins(policies.get(i), policies.get(j))) {
                    problems.warning(
                            "BW-RATE-048",
                            "policies[" + i + "]",
                            policies.get(i).name(),
                            "something that " + policies.get(j).name() + " does not do already",
                            "The two are the same but for their names; remove one.");
                    break;
                }
            }
        }
        if (!policies.isEmpty() && policies.stream().allMatch(PolicyDoubts::isForEverybody)) {
            problems.warning(
                    "BW-RATE-049",
                    "policies[0].key",
                    "global",
                    "a limit for each caller beside it",
                    "One caller can use up what all share; add a policy by ip or user.");
        }
    }

    private static boolean isForEverybody(RateLimitPolicy policy) {
        return !policy.isBlocking() && policy.key().equals(List.of(CallerKey.GLOBAL));
    }

    private static boolean areTwins(RateLimitPolicy one, RateLimitPolicy other) {
        return one.requests().isSameAs(other.requests())
                && one.key().equals(other.key())
                && one.limits().equals(other.limits())
                && one.capacity(0) == other.capacity(0)
                && one.cost() == other.cost();
    }
}
