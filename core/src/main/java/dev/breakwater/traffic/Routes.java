/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.traffic;

import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The routes that are told apart: the first that were seen, and one for all that come later. A route that has a place
 * keeps it. Safe for use by many threads, without locks.
 */
final class Routes {
    // What has no template is counted under the names that Spring uses.
    private static final String NOT_FOUND = "NOT_FOUND";
    private static final String REDIRECTION = "REDIRECTION";
    private static final String UNKNOWN = "UNKNOWN";
    private static final int LONGEST = 256;

    private final Map<String, RouteCounts> byName = new ConcurrentHashMap<>();
    private final AtomicInteger taken = new AtomicInteger();
    private final LongAdder overflowed = new LongAdder();

    /** The name under which a request's route is counted, before the bound. */
    static String name(Exchange exchange, Outcome outcome, TrafficPolicy policy) {
        String template = outcome.route() == null ? exchange.route() : outcome.route();
        if (template != null && !template.isEmpty()) {
            return template;
        }
        int status = outcome.status();
        if (status == 404) {
            return NOT_FOUND;
        }
        // A bounded set, so these need no template.
        String path = exchange.path();
        if (policy.ourPaths().contains(path)) {
            return path;
        }
        return status >= 300 && status < 400 ? REDIRECTION : UNKNOWN;
    }

    RouteCounts of(String name, int most) {
        RouteCounts known = byName.get(name);
        if (known != null) {
            return known;
        }
        if (isReserved(name)) {
            return made(name);
        }
        if (name.length() <= LONGEST && takePlace(most)) {
            RouteCounts fresh = new RouteCounts(name);
            RouteCounts earlier = byName.putIfAbsent(name, fresh);
            if (earlier == null) {
                return fresh;
            }
            taken.decrementAndGet();
            return earlier;
        }
        overflowed.increment();
        return made(RequestLabels.OTHER);
    }

    Collection<RouteCounts> all() {
        return byName.values();
    }

    long overflowed() {
        return overflowed.sum();
    }

    private RouteCounts made(String name) {
        @Nullable RouteCounts known = byName.get(name);
        return known == null ? byName.computeIfAbsent(name, RouteCounts::new) : known;
    }

    private boolean takePlace(int most) {
        int places = taken.get();
        while (places < most) {
            if (taken.compareAndSet(places, places + 1)) {
                return true;
            }
            places = taken.get();
        }
        return false;
    }

    private static boolean isReserved(String name) {
        return switch (name) {
            case NOT_FOUND, REDIRECTION, UNKNOWN, RequestLabels.OTHER -> true;
            default -> false;
        };
    }
}
