/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static dev.breakwater.cors.Policies.APP;
import static dev.breakwater.cors.Requests.ask;
import static dev.breakwater.cors.Requests.get;
import static dev.breakwater.cors.Requests.handshake;
import static dev.breakwater.cors.Requests.preflight;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.TestExchange;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebugTest {
    private static final String EVIL = "https://evil.com";

    private final CorsGuard guard = Policies.guard(Policies.credentialed().debug(true));

    private static String told(CorsGuard guard, TestExchange.Builder request) {
        return ask(guard, request).header("Breakwater-Cors");
    }

    @Test
    void tells_nobody_anything_unless_it_is_on() {
        CorsGuard silent = Policies.guard(Policies.credentialed());

        for (TestExchange.Builder request : List.of(
                get(), get(APP), get(EVIL), handshake(EVIL), preflight(APP, "PUT"), preflight(APP, "PUT", "x-bad"))) {
            assertThat(told(silent, request)).isNull();
        }
    }

    @Test
    void tells_about_requests_that_pass() {
        assertThat(told(guard, get())).isEqualTo("no-origin");
        assertThat(told(guard, get(APP))).isEqualTo("allowed");
        assertThat(told(guard, get("https://a.example.org"))).isEqualTo("allowed");
        assertThat(told(guard, get(EVIL))).isEqualTo("origin-not-allowed");
        assertThat(told(guard, get("null"))).isEqualTo("origin-null");
        assertThat(told(guard, get(APP, APP))).isEqualTo("origin-unreadable");
        assertThat(told(guard, get("https://own.example").authority("own.example")))
                .isEqualTo("same-origin");
    }

    @Test
    void tells_about_requests_that_are_refused() {
        CorsGuard rejecting = Policies.guard(Policies.credentialed().debug(true).onDisallowed(OnDisallowed.REJECT));

        assertThat(told(rejecting, get(EVIL))).isEqualTo("origin-not-allowed");
        assertThat(told(rejecting, handshake("null"))).isEqualTo("origin-null");
        assertThat(told(rejecting, preflight(EVIL, "PUT"))).isEqualTo("origin-not-allowed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT | x-foo | allowed",
                "PUT | x-bad | header-not-allowed:x-bad",
                "PUT | x-foo,X-Bad , x-worse | header-not-allowed:x-bad",
                "PUT | x-foo, x bad | header-not-allowed",
                "PUT | x-b\u00e4d | header-not-allowed",
                "PUT | * | header-not-allowed:*",
                "PURGE | x-foo | method-not-allowed:PURGE",
                "patch | x-foo | method-not-allowed:patch",
                "P(T | x-foo | method-not-allowed"
            })
    void names_the_method_or_header_that_a_preflight_asks_for_in_vain(String method, String headers, String told) {
        assertThat(told(guard, preflight(APP, method, headers))).isEqualTo(told);
    }

    @Test
    void never_echoes_what_is_no_name_or_too_long_for_one() {
        assertThat(told(guard, preflight(APP, "PUT", "x-a\r\nSet-Cookie: a=b"))).isEqualTo("header-not-allowed");
        assertThat(told(guard, preflight(APP, "P\r\nX: y"))).isEqualTo("method-not-allowed");
        assertThat(told(guard, preflight(APP, "PUT", "x".repeat(64))))
                .isEqualTo("header-not-allowed:" + "x".repeat(64));
        assertThat(told(guard, preflight(APP, "PUT", "x".repeat(65)))).isEqualTo("header-not-allowed");
        assertThat(told(guard, preflight(APP, "PUT", ",".repeat(20) + "x-bad"))).isEqualTo("headers-unreadable");
        assertThat(told(guard, preflight(APP, "PUT", "x-foo", "x-bad"))).isEqualTo("header-not-allowed:x-bad");
    }

    @Test
    void changes_nothing_else() {
        CorsGuard silent = Policies.guard(Policies.credentialed());

        for (TestExchange.Builder request :
                List.of(get(APP), get(EVIL), preflight(APP, "PUT"), preflight(APP, "PUT", "x-bad"))) {
            Seen one = ask(silent, request);
            Seen other = ask(guard, request);

            assertThat(other.decision()).isEqualTo(one.decision());
            assertThat(other.reachesApplication()).isEqualTo(one.reachesApplication());
            one.rules().forEach(rule -> assertThat(other.rules()).contains(rule));
            assertThat(other.rules().size()).isEqualTo(one.rules().size() + 1);
        }
    }
}
