/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static dev.breakwater.cors.Policies.APP;
import static dev.breakwater.cors.Requests.ask;
import static dev.breakwater.cors.Requests.get;
import static dev.breakwater.cors.Requests.preflight;
import static dev.breakwater.cors.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.caller.Cidr;
import dev.breakwater.caller.ForwardedHeader;
import dev.breakwater.caller.TrustedProxies;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsDecision.Kind;
import dev.breakwater.cors.CorsDecision.Reason;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnDisallowedTest {
    private static final String EVIL = "https://evil.com";
    private static final String OWN = "https://own.example";

    private final CorsGuard passing = Policies.guard(Policies.credentialed());
    private final CorsGuard rejecting = Policies.guard(Policies.credentialed().onDisallowed(OnDisallowed.REJECT));

    private static TestExchange.Builder toOwnHost(String method, String origin) {
        return request(method, origin).authority("own.example");
    }

    private static void assertRejected(Seen seen, Reason reason) {
        assertThat(seen.reachesApplication()).isFalse();
        assertThat(seen.status()).isEqualTo(403);
        assertThat(seen.isBare()).isTrue();
        assertThat(seen.header("Vary")).isEqualTo("Origin, Sec-Fetch-Site");
        assertThat(seen.decision()).isEqualTo(new CorsDecision(Kind.ACTUAL, reason, true));
    }

    private static void assertPassedBare(Seen seen) {
        assertThat(seen.reachesApplication()).isTrue();
        assertThat(seen.isBare()).isTrue();
        assertThat(seen.decision()).isNull();
    }

    @Nested
    class Rejected {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"})
        void is_every_request_of_another_origin(String method) {
            assertRejected(ask(rejecting, request(method, EVIL)), Reason.ORIGIN_NOT_ALLOWED);
        }

        @ParameterizedTest
        @CsvSource({
            "null, ORIGIN_NULL",
            "'', ORIGIN_UNREADABLE",
            "https://app.example.com/, ORIGIN_NOT_ALLOWED",
            "https://app.example.com.evil.com, ORIGIN_NOT_ALLOWED"
        })
        void is_what_stands_for_no_allowed_origin(String origin, Reason reason) {
            assertRejected(ask(rejecting, request("POST", origin)), reason);
        }

        @Test
        void are_several_origins_even_if_each_is_allowed() {
            assertRejected(ask(rejecting, get(APP, APP)), Reason.ORIGIN_UNREADABLE);
        }

        @Test
        void is_answered_with_a_problem_that_does_not_repeat_the_origin_and_is_not_kept() {
            Verdict.Respond refusal =
                    (Verdict.Respond) rejecting.inspect(get(EVIL).build());

            assertThat(refusal.reply().headers().toString())
                    .contains("application/problem+json")
                    .contains("no-store");
            assertThat(refusal.reply().text())
                    .isEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
                            + "\"detail\":\"Pages of this origin may not call here.\"}");
        }

        @ParameterizedTest
        @ValueSource(strings = {"cross-site", "same-site", "", "SAME-ORIGIN", "same-origin, none", "x"})
        void is_what_the_browser_does_not_call_our_own_whatever_the_host(String site) {
            TestExchange.Builder request = toOwnHost("POST", OWN).header("Sec-Fetch-Site", site);

            assertRejected(ask(rejecting, request), Reason.ORIGIN_NOT_ALLOWED);
        }

        @ParameterizedTest
        @CsvSource({
            "https://own.example.evil.com, own.example",
            "https://evil-own.example, own.example",
            "https://a.own.example, own.example",
            "https://own.example:8443, own.example",
            "https://own.example, own.example:8443",
            "https://own.example/, own.example",
            "capacitor://own.example, own.example",
            "https://, own.example",
            "own.example, own.example",
            "https://own.example, ''",
            "https://, ''",
            "https://, :443"
        })
        void is_what_only_resembles_our_own_host(String origin, String host) {
            assertThat(ask(rejecting, request("POST", origin).authority(host)).reachesApplication())
                    .isFalse();
        }

        @Test
        void is_any_origin_where_the_client_named_no_host() {
            assertRejected(ask(rejecting, request("POST", OWN).authority(null)), Reason.ORIGIN_NOT_ALLOWED);
        }

        @Test
        void is_a_page_without_tls_at_our_own_host_with_it() {
            assertRejected(
                    ask(rejecting, toOwnHost("POST", "http://own.example").scheme("https")), Reason.ORIGIN_NOT_ALLOWED);
        }
    }

    @Nested
    class Passed {
        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "POST", "OPTIONS"})
        void is_a_request_without_an_origin(String method) {
            Seen seen = ask(rejecting, request(method).header("Sec-Fetch-Site", "cross-site"));

            assertPassedBare(seen);
            assertThat(seen.header("Vary")).isEqualTo("Origin");
        }

        @Test
        void is_an_allowed_origin_with_its_headers() {
            Seen seen = ask(rejecting, request("POST", APP).header("Sec-Fetch-Site", "cross-site"));

            assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(seen.header("Vary")).isEqualTo("Origin");
        }

        @ParameterizedTest
        @CsvSource({"https://own.example, same-origin", "null, same-origin", "https://evil.com, none"})
        void is_what_the_browser_says_no_other_page_has_sent(String origin, String site) {
            Seen seen = ask(rejecting, request("POST", origin).header("Sec-Fetch-Site", site));

            assertPassedBare(seen);
            assertThat(seen.header("Vary")).isEqualTo("Origin, Sec-Fetch-Site");
        }

        @ParameterizedTest
        @CsvSource({
            "https://own.example, own.example",
            "http://own.example, own.example",
            "https://own.example, OWN.Example",
            "https://own.example, own.example:443",
            "https://own.example, own.example:80",
            "https://own.example:8443, own.example:8443",
            "http://[2001:db8::80], [2001:db8::80]",
            "http://[2001:db8::80], [2001:db8::80]:80"
        })
        void is_our_own_host_where_the_browser_says_nothing(String origin, String host) {
            assertPassedBare(ask(rejecting, request("POST", origin).authority(host)));
        }

        @Test
        void is_our_own_host_with_tls_whatever_untrusted_peers_say_about_the_scheme() {
            for (String proto : List.of("https", "http", "x")) {
                assertPassedBare(ask(rejecting, toOwnHost("POST", OWN).header("X-Forwarded-Proto", proto)));
            }
            assertPassedBare(
                    ask(rejecting, toOwnHost("POST", "http://own.example").header("X-Forwarded-Proto", "https")));
        }

        @Test
        void is_the_host_that_a_trusted_proxy_says_was_asked_for() {
            CallerResolver proxy = CallerResolver.of(
                    TrustedProxies.of(List.of(Cidr.parse("192.0.2.0/24")), ForwardedHeader.X_FORWARDED_FOR), 64);
            TestExchange.Builder request = request("POST", OWN)
                    .authority("backend:8080")
                    .header("X-Forwarded-Proto", "https")
                    .header("X-Forwarded-Host", "own.example");

            assertThat(ask(rejecting, request).reachesApplication()).isFalse();
            assertPassedBare(ask(rejecting, request.callers(proxy)));
        }
    }

    @Test
    void preflights_of_other_origins_are_refused_in_the_same_way_either_way() {
        assertThat(rejecting.inspect(preflight(EVIL, "PUT").build()))
                .isEqualTo(passing.inspect(preflight(EVIL, "PUT").build()));
    }

    @Test
    void by_default_requests_of_other_origins_pass_without_a_header_for_them() {
        Seen seen = ask(passing, request("POST", EVIL));

        assertThat(seen.reachesApplication()).isTrue();
        assertThat(seen.isBare()).isTrue();
        assertThat(seen.header("Vary")).isEqualTo("Origin");
        assertThat(seen.decision()).isEqualTo(new CorsDecision(Kind.ACTUAL, Reason.ORIGIN_NOT_ALLOWED));
    }

    @Nested
    class A_policy_that_shares_nothing {
        private final CorsGuard closed = Policies.guard(CorsPolicy.builder().allowedOrigins(List.of("none")));
        private final CorsGuard shut = Policies.guard(
                CorsPolicy.builder().allowedOrigins(List.of("none")).onDisallowed(OnDisallowed.REJECT));

        @Test
        void is_bare_for_everybody_so_that_nothing_varies() {
            for (TestExchange.Builder request : List.of(get(), get(APP), get("none"))) {
                Seen seen = ask(closed, request);

                assertThat(seen.reachesApplication()).isTrue();
                assertThat(seen.isBare()).isTrue();
                assertThat(seen.header("Vary")).isNull();
            }
            assertThat(ask(closed, preflight(APP, "PUT")).status()).isEqualTo(403);
        }

        @Test
        void keeps_all_other_pages_away_if_it_rejects() {
            assertThat(ask(shut, get(APP)).status()).isEqualTo(403);
            assertThat(ask(shut, get()).header("Vary")).isEqualTo("Origin");
            assertPassedBare(ask(shut, toOwnHost("POST", OWN)));
        }
    }
}
