/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static dev.breakwater.ratelimit.RateLimitRig.end;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.caller.IpAddress;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Outcome;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However requests overlap, each bucket in the end lacks exactly what its requests have used. */
final class ReservationsUnderConcurrencyTest {
    private static final int REQUESTS = 4_000;

    private final RateLimitPolicy all =
            RateLimitPolicy.builder("all").limits("2500 per hour").build();
    private final RateLimitPolicy failures = RateLimitPolicy.builder("failures")
            .limits("1200 per hour")
            .key("global")
            .count(CountedRequests.FAILURES)
            .build();
    private final RateLimitPolicy users = RateLimitPolicy.builder("users")
            .limits("700 per hour")
            .key("user", "ip")
            .build();
    private final RateLimitRig rig = RateLimitRig.of(RateLimitGuard.builder().policies(all, failures, users));

    private final Map<String, AtomicInteger> used = new ConcurrentHashMap<>();

    @Test
    void nothing_is_lost_and_nothing_given_away() {
        IntStream.range(0, REQUESTS).parallel().forEach(i -> request(new SplittableRandom(i)));

        Map<String, Long> expected = new TreeMap<>();
        used.forEach((bucket, count) -> expected.put(bucket, count.longValue()));
        assertThat(taken()).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(expected.get("all")).isBetween(1L, 2500L);
        assertThat(expected.get("users of u0")).isEqualTo(700);
    }

    private void request(SplittableRandom random) {
        TestExchange exchange = TestExchange.get("/");
        Admission admission = rig.admit(exchange);
        if (admission.reply() != null) {
            return;
        }
        if (random.nextInt(20) == 0) {
            end(admission, 401);
            use("all", "failures", "users before the user is known");
            return;
        }
        int user = random.nextInt(4);
        exchange.identifiedAs(user == 3 ? null : "u" + user / 2);
        if (admission.identify().await().reply() != null) {
            end(admission, 429);
            return;
        }
        use("all", user == 3 ? "users of the address" : "users of u" + user / 2);
        switch (random.nextInt(4)) {
            case 0 -> {
                end(admission, 403);
                use("failures");
            }
            case 1 -> {
                end(admission, 0, Outcome.Kind.CLIENT_ABORT);
                use("failures");
            }
            default -> end(admission, 200);
        }
    }

    private void use(String... buckets) {
        for (String bucket : buckets) {
            used.computeIfAbsent(bucket, name -> new AtomicInteger()).incrementAndGet();
        }
    }

    private Map<String, Long> taken() {
        CallerId address = CallerId.ofAddress(IpAddress.parse(TestExchange.PEER));
        Map<String, Long> taken = new TreeMap<>();
        taken.put("all", taken(all, address));
        taken.put("failures", taken(failures, CallerId.global()));
        taken.put("users before the user is known", taken(users.provisional(), address));
        taken.put("users of the address", taken(users, address));
        taken.put("users of u0", taken(users, CallerId.of(CallerKey.USER, "u0")));
        taken.put("users of u1", taken(users, CallerId.of(CallerKey.USER, "u1")));
        return taken;
    }

    private long taken(RateLimitPolicy policy, CallerId caller) {
        StoreAnswer answer = rig.store
                .decide(List.of(new Charge(policy, caller, 0)))
                .toCompletableFuture()
                .join();
        return policy.capacity(0)
                - ((StoreAnswer.Decided) answer).levels().get(0).remaining(0);
    }
}
