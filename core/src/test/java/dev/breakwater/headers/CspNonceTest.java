/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.headers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.HeaderRule;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CspNonceTest {
    private final Breakwater chain = Breakwater.of(List.of(new SecurityHeadersGuard(HeadersPolicy.builder()
            .preset(HeadersPreset.HTML)
            .contentSecurityPolicyReportOnly("script-src 'nonce-{nonce}'; base-uri 'none'")
            .rule("/api/**", rule -> rule.preset(HeadersPreset.API))
            .build())));

    private final Admission page = chain.admit(TestExchange.get("/"));

    private static String value(Admission admission, String name) {
        return Objects.requireNonNull(admission.headerRules().find(name)).value();
    }

    private static CspNonce nonce(Admission admission) {
        return Objects.requireNonNull(CspNonce.of(admission.exchange()));
    }

    @Test
    void it_stands_in_both_policies_wherever_they_ask_for_it() {
        String nonce = nonce(page).toString();

        assertThat(value(page, "Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'nonce-" + nonce + "' 'strict-dynamic'; style-src 'self'"
                        + " 'nonce-" + nonce + "'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
                        + " manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
        assertThat(value(page, "Content-Security-Policy-Report-Only"))
                .isEqualTo("script-src 'nonce-" + nonce + "'; base-uri 'none'");
    }

    @Test
    void applications_find_it_as_an_attribute_that_prints_as_the_nonce() {
        Object attribute = ((TestExchange) page.exchange()).published("cspNonce");

        assertThat(attribute).isSameAs(nonce(page));
        assertThat(value(page, "Content-Security-Policy")).contains("'nonce-" + attribute + "'");
    }

    @Test
    void it_is_eighteen_bytes_of_base64_and_another_for_each_of_a_hundred_thousand_requests() {
        NonceSource source = new NonceSource();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            assertThat(seen.add(source.next())).isTrue();
        }
        assertThat(seen)
                .allSatisfy(
                        nonce -> assertThat(Base64.getDecoder().decode(nonce)).hasSize(18));
    }

    @Test
    void its_bits_are_even() {
        NonceSource source = new NonceSource();
        int[] ones = new int[144];
        int rounds = 20_000;
        for (int i = 0; i < rounds; i++) {
            byte[] bytes = Base64.getDecoder().decode(source.next());
            for (int bit = 0; bit < ones.length; bit++) {
                ones[bit] += bytes[bit / 8] >> (bit % 8) & 1;
            }
        }
        // Eight standard deviations.
        for (int count : ones) {
            assertThat(count).isBetween(rounds / 2 - 566, rounds / 2 + 566);
        }
    }

    @Test
    void threads_never_share_one() throws Exception {
        NonceSource source = new NonceSource();
        Set<String> seen = ConcurrentHashMap.newKeySet();
        ExecutorService pool = Executors.newFixedThreadPool(8);
        for (int thread = 0; thread < 8; thread++) {
            pool.execute(() -> {
                for (int i = 0; i < 5_000; i++) {
                    seen.add(source.next());
                }
            });
        }
        pool.shutdown();

        assertThat(pool.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(seen).hasSize(40_000);
    }

    @Test
    void who_reads_it_keeps_the_page_out_of_caches() {
        assertThat(nonce(page).value()).isEqualTo(nonce(page).toString());

        assertThat(nonce(page).isHandedOut()).isTrue();
        assertThat(page.headerRules().find("Cache-Control")).isEqualTo(HeaderRule.pin("Cache-Control", "no-store"));
    }

    @Test
    void where_nobody_reads_it_the_application_says_what_caches_may_do() {
        assertThat(nonce(page).isHandedOut()).isFalse();
        assertThat(page.headerRules().find("Cache-Control"))
                .isEqualTo(HeaderRule.byDefault("Cache-Control", "no-cache").onErrors("no-store"));
        assertThat(page.exchange().amendments()).isEmpty();
    }

    @Test
    void to_change_a_policy_is_not_to_read_it() {
        SecurityHeaders.of(page.exchange()).append(CspDirective.IMG_SRC, CspSource.of("https://cdn.example"));

        assertThat(nonce(page).isHandedOut()).isFalse();
        assertThat(page.headerRules().find("Cache-Control"))
                .isEqualTo(HeaderRule.byDefault("Cache-Control", "no-cache").onErrors("no-store"));
    }

    @Test
    void paths_without_one_have_none() {
        TestExchange data = TestExchange.get("/api/x");
        chain.admit(data);

        assertThat(CspNonce.of(data)).isNull();
        assertThat(data.published("cspNonce")).isNull();
    }
}
