/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import dev.breakwater.Completed;
import dev.breakwater.Decision;
import dev.breakwater.GuardFailed;
import dev.breakwater.Observer;
import dev.breakwater.caller.Caller;
import dev.breakwater.cost.CallCost;
import dev.breakwater.cost.price.Price;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.Problem;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What requests, guards and calls have shown since the start, so that checks judge by what happens as well as by what is
 * configured. Of everything that others choose, such as the names of models, only so much is kept. Safe for use by many
 * threads.
 */
public final class Sightings implements Observer {
    private static final int MOST_MODELS = 20;

    private final LongAdder secure = new LongAdder();
    private final LongAdder plain = new LongAdder();
    private final LongAdder identified = new LongAdder();
    private final Map<String, LongAdder> failedGuards = new ConcurrentHashMap<>();
    private final Map<String, BreakerChanged.State> breakers = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> unanswered = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> limited = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> fallbacks = new ConcurrentHashMap<>();
    private final Set<String> unpriced = ConcurrentHashMap.newKeySet();
    private final Map<String, Price> prices = new ConcurrentHashMap<>();
    private final List<Problem> proxyFindings = new CopyOnWriteArrayList<>();
    private volatile Set<String> uncounted = Set.of();

    /** Nothing has been seen yet. */
    public Sightings() {}

    /** Leaves requests to these paths out of the counts: probes come straight from the platform, often without TLS. */
    public void leaveOut(Collection<String> paths) {
        uncounted = Set.copyOf(paths);
    }

    /** Notes what requests showed about proxies. */
    public void noteProxies(Problem finding) {
        proxyFindings.add(finding);
    }

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        if (decision instanceof Completed) {
            completed(exchange);
        } else if (decision instanceof UpstreamResult result) {
            called(result);
        } else if (decision instanceof GuardFailed failure) {
            count(failedGuards, failure.guard());
        } else if (decision instanceof BreakerChanged change) {
            breakers.put(change.upstream(), change.to());
        } else if (decision instanceof CallCost cost) {
            paid(cost);
        }
    }

    private void paid(CallCost cost) {
        String model = cost.provider() + "/" + cost.requestModel();
        Price price = cost.price();
        if (!cost.isPriced() && unpriced.size() < MOST_MODELS) {
            unpriced.add(model);
        } else if (price != null && (prices.size() < MOST_MODELS || prices.containsKey(model))) {
            prices.put(model, price);
        }
    }

    private void completed(@Nullable Exchange exchange) {
        if (exchange == null || uncounted.contains(exchange.path())) {
            return;
        }
        (Caller.of(exchange).isSecure() ? secure : plain).increment();
        if (exchange.user() != null) {
            identified.increment();
        }
    }

    private void called(UpstreamResult result) {
        if (result.failure() == UpstreamException.Reason.LIMITED) {
            count(limited, result.upstream());
        }
        // What failed in the background left nobody without an answer.
        if (!result.isAnswered() && result.source() != UpstreamResult.Source.RELOAD) {
            count(result.fallback() ? fallbacks : unanswered, result.upstream());
        }
    }

    private static void count(Map<String, LongAdder> counts, String name) {
        counts.computeIfAbsent(name, unused -> new LongAdder()).increment();
    }

    /** How many requests have ended, probes aside. */
    public long requests() {
        return secure.sum() + plain.sum();
    }

    /** How many of them came over TLS, by what trusted proxies say. */
    public long secureRequests() {
        return secure.sum();
    }

    /** Of how many of them the user was known. */
    public long identifiedRequests() {
        return identified.sum();
    }

    /** How often guards failed, by name. */
    public Map<String, Long> failedGuards() {
        return sums(failedGuards);
    }

    /** What the breakers were last seen to do, by upstream; absent as long as one has not changed. */
    public Map<String, BreakerChanged.State> breakers() {
        return new TreeMap<>(breakers);
    }

    /** How many calls failed and left their caller without an answer, by upstream. */
    public Map<String, Long> unansweredCalls() {
        return sums(unanswered);
    }

    /** How many calls were beyond a limit of ours, by upstream. */
    public Map<String, Long> limitedCalls() {
        return sums(limited);
    }

    /** How many calls failed and were answered by a fallback, by upstream. */
    public Map<String, Long> fallbacks() {
        return sums(fallbacks);
    }

    /** Models whose calls could not be priced, with their providers; at most {@value #MOST_MODELS} of them. */
    public Set<String> unpricedModels() {
        return new TreeSet<>(unpriced);
    }

    /** The prices that calls were charged, by provider and model; at most {@value #MOST_MODELS} of them. */
    public Map<String, Price> pricesInUse() {
        return new TreeMap<>(prices);
    }

    /** What requests showed about proxies that differs from what is configured. */
    public List<Problem> proxyFindings() {
        return List.copyOf(proxyFindings);
    }

    private static Map<String, Long> sums(Map<String, LongAdder> counts) {
        Map<String, Long> sums = new TreeMap<>();
        counts.forEach((name, count) -> sums.put(name, count.sum()));
        return sums;
    }
}
