/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A chain of one guard, and what a request through it came to. */
final class RateLimitRig {
    final ManualTime time;
    final RateLimitGuard guard;
    final Bucket4jStore store;
    final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final Breakwater chain;

    private RateLimitRig(ManualTime time, RateLimitGuard.Builder builder) {
        this.time = time;
        store = Bucket4jStore.of(time);
        guard = builder.store(store).time(time).build();
        chain = Breakwater.builder()
                .guards(List.of(guard))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .time(time)
                .build();
    }

    static RateLimitRig of(RateLimitPolicy.Builder... policies) {
        return of(RateLimitGuard.builder(), policies);
    }

    /** With whatever else the guard has been given. */
    static RateLimitRig of(RateLimitGuard.Builder builder, RateLimitPolicy.Builder... policies) {
        for (RateLimitPolicy.Builder policy : policies) {
            builder.policies(policy.build());
        }
        return new RateLimitRig(new ManualTime(), builder);
    }

    static RateLimitPolicy.Builder policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits);
    }

    /** Sends a request up to the application. */
    Admission admit(TestExchange exchange) {
        return chain.admit(exchange).await();
    }

    /** Sends a request through both points; {@code user} is who authentication finds. */
    Admission admit(TestExchange exchange, @Nullable String user) {
        Admission admission = admit(exchange);
        exchange.identifiedAs(user);
        return admission.identify().await();
    }

    /** The status that a whole request ends with: 200, unless the guard says another. */
    int status(TestExchange exchange) {
        return end(admit(exchange), 200);
    }

    /** The same by path. */
    int get(String path) {
        return status(TestExchange.get(path));
    }

    /** The same from a peer. */
    int from(String peer) {
        return status(TestExchange.request("GET", "/").peer(peer).build());
    }

    /** Ends a request with this status, if the guard has let it in. */
    static int end(Admission admission, int status) {
        Reply reply = admission.reply();
        int sent = reply == null ? status : reply.status();
        end(admission, sent, reply == null ? Outcome.Kind.OK : Outcome.Kind.REJECTED);
        return sent;
    }

    static void end(Admission admission, int status, Outcome.Kind kind) {
        admission.complete(new Outcome(status, kind, 1, null, null));
    }

    /** What the fields say about a request that costs the same as all others. */
    @Nullable
    String fields(Exchange exchange) {
        Admission admission = chain.admit(exchange).await();
        String value = field(admission);
        end(admission, 200);
        return value;
    }

    static @Nullable String field(Admission admission) {
        return admission.headerRules().find("RateLimit") == null
                ? null
                : admission.headerRules().find("RateLimit").value();
    }

    /** How much is left in the buckets that the last request was charged to, by item. */
    Map<String, Long> remaining() {
        List<Charge> looks = decision().charges().stream()
                .map(charge -> new Charge(charge.policy(), charge.caller(), 0))
                .toList();
        Map<String, Long> remaining = new TreeMap<>();
        RateLimiter.of(store, time)
                .decide(looks)
                .toCompletableFuture()
                .join()
                .windows()
                .forEach(window -> remaining.put(window.item(), window.remaining()));
        return remaining;
    }

    /** The last decision of the guard's. */
    RateLimitDecision decision() {
        return heard.stream()
                .filter(RateLimitDecision.class::isInstance)
                .map(RateLimitDecision.class::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }
}
