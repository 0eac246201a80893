/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.SecurityEvent;
import dev.breakwater.cost.CallCost;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.metrics.RateLimitTally;
import dev.breakwater.overload.OverloadDecision;
import dev.breakwater.ratelimit.AddressBlocked;
import dev.breakwater.ratelimit.RateLimitDecision;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.KillSwitchChanged;
import dev.breakwater.upstream.UpstreamResult;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts decisions for the documents that operators read, whether or not there are meters. Bounded, whatever clients and
 * providers say. Safe for use by many threads.
 */
public final class DecisionCounts implements Observer {
    private static final int MOST_POLICIES = 1_000;
    private static final int MOST_UPSTREAMS = 100;
    private static final int MOST_MODELS = 200;
    private static final String BLOCKLIST = "_blocklist";

    private final Tallies<WordCounts> limits = new Tallies<>(MOST_POLICIES, WordCounts::new);
    private final Tallies<UpstreamCounts> upstreams = new Tallies<>(MOST_UPSTREAMS, UpstreamCounts::new);
    private final Tallies<LlmCounts> models = new Tallies<>(MOST_MODELS, LlmCounts::new);
    private final WordCounts overload = new WordCounts();
    private final WordCounts security = new WordCounts();

    /** Nothing has been counted. */
    public DecisionCounts() {}

    @Override
    public void on(Decision decision, @Nullable Exchange exchange) {
        SecurityEvent event = decision.securityEvent();
        if (event != null) {
            security.add(event.text());
        }
        if (decision instanceof RateLimitDecision limit) {
            RateLimitTally.tell(limit, (policy, word) -> limits.of(policy).add(word));
        } else if (decision instanceof AddressBlocked) {
            limits.of(BLOCKLIST).add("blocked");
        } else if (decision instanceof OverloadDecision load) {
            overload.add(load.text());
        } else if (decision instanceof UpstreamResult result) {
            upstreams.of(result.upstream()).add(result);
        } else if (decision instanceof BreakerChanged change) {
            upstreams.of(change.upstream()).breaker(change.to());
        } else if (decision instanceof KillSwitchChanged change) {
            // So that it is shown even if it is never called.
            upstreams.of(change.upstream());
        } else if (decision instanceof CallCost call) {
            models.of(call.provider() + '/' + call.requestModel()).add(call);
        }
    }

    Map<String, WordCounts> limits() {
        return limits.all();
    }

    Map<String, UpstreamCounts> upstreams() {
        return upstreams.all();
    }

    /** By provider and model, with a slash between them. */
    Map<String, LlmCounts> models() {
        return models.all();
    }

    WordCounts overload() {
        return overload;
    }

    WordCounts security() {
        return security;
    }
}
