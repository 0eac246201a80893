/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import dev.breakwater.policy.Problem;
import dev.breakwater.policy.Problems;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Refuses to start when the application has a bean that puts what forwarding headers say in the place of the caller's
 * address: whether it runs before our filter depends on orders that are easily changed, and before it, the caller would
 * be whoever the client says. Looks at types alone and creates no bean.
 */
final class RewritingBeans {
    private static final List<String> TYPES = List.of(
            "org.springframework.web.filter.ForwardedHeaderFilter",
            "org.apache.catalina.filters.RemoteIpFilter",
            AddressRewritingValves.REMOTE_IP_VALVE);

    private RewritingBeans() {}

    static void check(BreakwaterRuntime runtime, ListableBeanFactory beans) {
        if (!resolvesCallers(runtime)) {
            return;
        }
        Problems problems = new Problems();
        for (String type : TYPES) {
            for (String name : named(type, beans)) {
                problems.add(fault("bean " + name, type));
            }
        }
        problems.throwIfInvalid();
    }

    static boolean resolvesCallers(BreakwaterRuntime runtime) {
        return !runtime.chain().guards().isEmpty() && !runtime.chain().callers().leavesIdentityToContainer();
    }

    private static Set<String> named(String type, ListableBeanFactory beans) {
        Set<String> names = new TreeSet<>(FilterBeans.named(type, beans));
        names.addAll(FilterBeans.registrations(type, beans));
        return names;
    }

    static Problem fault(String where, String type) {
        return Problem.error(
                "BW-SPRING-004",
                where,
                type,
                "nothing that rewrites the caller's address",
                "Remove it and name your proxies in breakwater.caller.trusted-proxies; or set"
                        + " breakwater.caller.forwarded-header=none to leave the caller's identity to it.");
    }
}
