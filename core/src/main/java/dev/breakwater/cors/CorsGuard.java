/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.PathMap;
import dev.breakwater.policy.PathPattern;
import dev.breakwater.policy.Problems;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin resource sharing: says on every response of a path with a policy who may read it, and answers preflights
 * to it. Preflights to other paths go to the application. Safe for use by many threads.
 */
public final class CorsGuard implements Guard {
    private final PathMap<CorsAnswers> policies;
    private final List<PathPattern> paths;
    private final @Nullable PathPattern exempt;

    /**
     * With these policies, in any order.
     *
     * @throws dev.breakwater.policy.InvalidPolicyException if two of them name the same path pattern
     */
    public CorsGuard(List<CorsPolicy> policies) {
        requireDistinct(policies);
        PathMap.Builder<CorsAnswers> byPath = PathMap.builder();
        for (CorsPolicy policy : policies) {
            policy.paths().forEach(path -> byPath.put(path, policy.answers()));
        }
        this.policies = byPath.build();
        paths = policies.stream().flatMap(policy -> policy.paths().stream()).toList();
        exempt = null;
    }

    private CorsGuard(CorsGuard guard, PathPattern exempt) {
        policies = guard.policies;
        paths = guard.paths;
        this.exempt = exempt;
    }

    /** The same guard, which leaves these paths alone: what is there answers every origin itself. */
    public CorsGuard butNotAt(PathPattern exempted) {
        return new CorsGuard(this, exempted);
    }

    /** Where there is a policy. */
    public List<PathPattern> paths() {
        return paths;
    }

    private static void requireDistinct(List<CorsPolicy> policies) {
        Problems problems = new Problems();
        Set<PathPattern> seen = new HashSet<>();
        for (int i = 0; i < policies.size(); i++) {
            List<PathPattern> paths = policies.get(i).paths();
            for (int j = 0; j < paths.size(); j++) {
                if (!seen.add(paths.get(j))) {
                    problems.error(
                            "BW-CORS-033",
                            "policies[" + i + "].paths[" + j + "]",
                            paths.get(j).toString(),
                            "each path pattern once",
                            "Only one policy can answer for a path: join the two, or give one a more specific path.");
                }
            }
        }
        problems.throwIfInvalid();
    }

    @Override
    public String name() {
        return "cors";
    }

    @Override
    public Stage stage() {
        return Stage.ANSWER;
    }

    @Override
    public Verdict inspect(Exchange exchange) {
        CorsAnswers answers = policies.find(exchange.path());
        if (answers == null || (exempt != null && exempt.matches(exchange.path()))) {
            return Verdict.proceed();
        }
        List<String> origins = exchange.headers(CorsHeaders.ORIGIN);
        if (origins.isEmpty()) {
            return answers.unasked();
        }
        if (exchange.method().equals("OPTIONS")) {
            // All three make a preflight; a plain OPTIONS is the application's to answer, and so is one that asks for
            // several methods at once, which no browser sends.
            List<String> methods = exchange.headers(CorsHeaders.REQUEST_METHOD);
            if (methods.size() == 1) {
                return answers.preflight(exchange, origins, methods.get(0));
            }
        }
        return answers.actual(exchange, origins);
    }
}
