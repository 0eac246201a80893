/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static dev.breakwater.cors.Policies.APP;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.breakwater.exchange.Exchange;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard costs in bytes, which are the same on every machine; time is for the benchmarks. */
class CorsCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int TIMES = 20_000;

    private final CorsGuard guard = Policies.guard(Policies.credentialed());

    private static PlainExchange preflight(String headers) {
        return new PlainExchange("OPTIONS")
                .header("Origin", APP)
                .header("Access-Control-Request-Method", "PUT")
                .header("Access-Control-Request-Headers", headers);
    }

    /** Bytes per request. */
    private static double bytes(CorsGuard guard, Exchange exchange) {
        repeat(guard, exchange);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        repeat(guard, exchange);
        return (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / TIMES;
    }

    private static void repeat(CorsGuard guard, Exchange exchange) {
        for (int i = 0; i < TIMES; i++) {
            guard.inspect(exchange);
        }
    }

    @Test
    void nothing_for_requests_without_an_origin() {
        assertThat(bytes(guard, new PlainExchange("GET"))).isLessThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {APP, "https://evil.com", "null", "https://a.b.c.evil.org"})
    void nothing_for_named_and_refused_origins(String origin) {
        assertThat(bytes(guard, new PlainExchange("GET").header("Origin", origin)))
                .isLessThan(1);
    }

    @Test
    void nothing_for_preflights() {
        assertThat(bytes(guard, preflight("authorization,content-type,x-foo"))).isLessThan(1);
    }

    @Test
    void nothing_for_hostile_preflights() {
        String names = "x-foo,".repeat(1_400);
        for (String hostile :
                List.of(",".repeat(8_192), "a".repeat(8_192), names, " ".repeat(8_192), "x-bad," + names)) {
            assertThat(bytes(guard, preflight(hostile))).isLessThan(1);
        }
    }

    @Test
    void nothing_more_for_ten_thousand_origins_and_as_many_wildcards() {
        List<String> origins = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            origins.add(String.format(Locale.ROOT, "https://app%d.example.com", i));
            origins.add(String.format(Locale.ROOT, "https://*.tenant%d.example.org", i));
        }
        CorsGuard large = Policies.guard(CorsPolicy.builder().allowedOrigins(origins));

        assertThat(bytes(large, new PlainExchange("GET").header("Origin", "https://app9999.example.com")))
                .isLessThan(1);
        assertThat(bytes(large, new PlainExchange("GET").header("Origin", "https://a.b.tenant10000.example.org")))
                .isLessThan(1);
        assertThat(Requests.ask(large, Requests.get("https://a.b.tenant9999.example.org"))
                        .isBare())
                .isFalse();
    }
}
