/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Decision;
import dev.breakwater.Verdict;
import dev.breakwater.caller.Cidr;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.Mode;
import dev.breakwater.ratelimit.AddressRules;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.OnStoreFailure;
import dev.breakwater.ratelimit.RateLimitGuard;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MeterObserver observer = new MeterObserver(registry);

    @Test
    void eachPolicyIsCountedForEachRequestItIsAbout() {
        RateLimitGuard guard = guard(
                policy("all", "10 per minute").build(),
                policy("login", "2 per minute").paths("/login").build());

        request(guard, "/login", 3);
        request(guard, "/", 1);

        assertThat(counted("allow", "all")).isEqualTo(3);
        assertThat(counted("allow", "login")).isEqualTo(2);
        assertThat(counted("deny", "login")).isEqualTo(1);
        assertThat(counted("deny", "all")).isZero();
    }

    @Test
    void aPolicyOnTrialIsCountedApart() {
        RateLimitGuard guard = guard(
                policy("all", "10 per minute").build(),
                policy("trial", "1 per minute").mode(Mode.SHADOW).build());

        request(guard, "/", 3);

        assertThat(counted("allow", "all")).isEqualTo(3);
        assertThat(counted("shadow_allow", "trial")).isEqualTo(1);
        assertThat(counted("shadow_deny", "trial")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"OPEN, allowed", "LOCAL, allowed", "CLOSED, unavailable"})
    void whatIsDecidedWithoutTheStoreIsSaidToBe(OnStoreFailure way, String decision) {
        RateLimitGuard guard = RateLimitGuard.builder()
                .store(new Away())
                .policies(policy("all", "10 per minute").onStoreFailure(way).build())
                .build();

        request(guard, "/", 2);

        assertThat(registry.get("breakwater.ratelimit.degraded")
                        .tag("decision", decision)
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aRequestWhoseUserIsYetToBeKnownIsAllowedOnce() {
        RateLimitGuard guard =
                guard(policy("users", "5 per minute").key("user", "ip").build());

        Exchange exchange = TestExchange.get("/");
        tell(guard.inspect(exchange), exchange);
        tell(guard.inspectIdentified(exchange), exchange);

        assertThat(counted("provisional", "users")).isEqualTo(1);
        assertThat(counted("allow", "users")).isEqualTo(1);
    }

    @Test
    void theBlocklistIsCounted() {
        RateLimitGuard guard = RateLimitGuard.builder()
                .time(new ManualTime())
                .addresses(AddressRules.of(List.of(), List.of(Objects.requireNonNull(Cidr.parse(TestExchange.PEER)))))
                .build();

        request(guard, "/", 2);

        assertThat(counted("blocked", "_blocklist")).isEqualTo(2);
    }

    private static RateLimitPolicy.Builder policy(String name, String limits) {
        return RateLimitPolicy.builder(name).limits(limits);
    }

    private static RateLimitGuard guard(RateLimitPolicy... policies) {
        return RateLimitGuard.builder()
                .time(new ManualTime())
                .policies(policies)
                .build();
    }

    private void request(RateLimitGuard guard, String path, int times) {
        for (int i = 0; i < times; i++) {
            Exchange exchange = TestExchange.get(path);
            tell(guard.inspect(exchange), exchange);
        }
    }

    private void tell(Verdict verdict, Exchange exchange) {
        Decision decision = verdict instanceof Verdict.Proceed proceed
                ? proceed.decision()
                : ((Verdict.Respond) verdict).decision();
        if (decision != null) {
            observer.on(decision, exchange);
        }
    }

    private double counted(String decision, String policy) {
        Counter counter = registry.find("breakwater.ratelimit.decisions")
                .tags("decision", decision, "policy", policy)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static final class Away implements RateLimitStore {
        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return CompletableFuture.completedFuture(new StoreAnswer.Unavailable("planned"));
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return decide(List.of());
        }
    }
}
