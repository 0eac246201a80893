/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRules;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

final class PartitionKeysTest {
    private static final String SECRET = "for-these-tests-alone";

    private static RateLimitGuard guard(String secret) {
        return RateLimitGuard.builder()
                .time(new ManualTime())
                .fields(RateLimitFields.builder().partitionKeySecret(secret).build())
                .policies(policy("user"), policy("burst"))
                .build();
    }

    private static RateLimitPolicy policy(String name) {
        return RateLimitPolicy.builder(name).limits("1000 per hour").build();
    }

    private static List<byte[]> keys(RateLimitGuard guard, String peer) {
        TestExchange exchange = TestExchange.request("GET", "/").peer(peer).build();
        HeaderRules rules = ((Verdict.Proceed) guard.inspect(exchange)).rules();
        return StructuredList.parse(rules.find("RateLimit").value()).stream()
                .map(item -> (byte[]) item.parameters().get("pk"))
                .toList();
    }

    @Test
    void there_are_none_by_default() {
        RateLimitGuard guard = RateLimitGuard.builder().policies(policy("user")).build();
        HeaderRules rules = ((Verdict.Proceed) guard.inspect(TestExchange.get("/"))).rules();

        assertThat(rules).allSatisfy(rule -> assertThat(rule.value()).doesNotContain("pk"));
    }

    @Test
    void a_caller_of_a_policy_has_one_for_all_its_requests() {
        RateLimitGuard guard = guard(SECRET);
        List<byte[]> first = keys(guard, "192.0.2.1");

        assertThat(first.get(0)).hasSize(12).isNotEqualTo(first.get(1));
        assertThat(keys(guard, "192.0.2.1").get(0)).isEqualTo(first.get(0));
        assertThat(keys(guard(SECRET), "192.0.2.1").get(1)).isEqualTo(first.get(1));
        assertThat(keys(guard, "192.0.2.2").get(0)).isNotEqualTo(first.get(0));
    }

    @Test
    void another_secret_makes_other_ones() {
        assertThat(keys(guard("one-secret-of-one-server"), "192.0.2.1").get(0))
                .isNotEqualTo(keys(guard("the-secret-of-another"), "192.0.2.1").get(0));
    }

    @Test
    void they_are_what_the_documentation_says() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes("UTF-8"), "HmacSHA256"));
        byte[] code = mac.doFinal("user\u0000ip=192.0.2.1".getBytes("UTF-8"));

        assertThat(keys(guard(SECRET), "192.0.2.1").get(0)).isEqualTo(Arrays.copyOf(code, 12));
    }

    @Test
    void threads_do_not_get_into_each_others_way() throws Exception {
        RateLimitGuard guard = guard(SECRET);
        List<List<byte[]>> alone =
                IntStream.range(0, 4).mapToObj(i -> keys(guard, "192.0.2." + i)).toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> works = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> {
                        for (int j = 0; j < 200; j++) {
                            assertThat(keys(guard, "192.0.2." + i).get(0))
                                    .isEqualTo(alone.get(i).get(0));
                        }
                    }))
                    .toList();
            for (Future<?> work : works) {
                work.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
