/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static dev.breakwater.cors.Policies.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.GuardContract;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsDecision.Reason;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.redact.Redactor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorsGuardTest extends GuardContract {
    private static final String PREFLIGHT_VARY =
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

    private final CorsGuard guard = Policies.guard(Policies.credentialed());
    private final CorsGuard open = Policies.guard(Policies.open());

    @Override
    protected Guard guard() {
        return Policies.guard(Policies.credentialed());
    }

    private static Seen ask(CorsGuard guard, TestExchange.Builder request) {
        return Seen.of(guard.inspect(request.build()));
    }

    private static TestExchange.Builder get(String path, String... origins) {
        TestExchange.Builder request = TestExchange.request("GET", path);
        for (String origin : origins) {
            request.header("Origin", origin);
        }
        return request;
    }

    private static TestExchange.Builder preflight(String origin, String method, String... headers) {
        TestExchange.Builder request = TestExchange.request("OPTIONS", "/api/x")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method);
        for (String line : headers) {
            request.header("Access-Control-Request-Headers", line);
        }
        return request;
    }

    @Test
    void it_answers_before_anything_is_throttled() {
        assertThat(guard.name()).isEqualTo("cors");
        assertThat(guard.stage()).isEqualTo(Stage.ANSWER);
    }

    @Nested
    class A_request_the_application_answers {
        @Test
        void is_bare_without_an_origin_and_varies_by_it() {
            Seen seen = ask(guard, get("/api/x"));

            assertThat(seen.reachesApplication()).isTrue();
            assertThat(seen.isBare()).isTrue();
            assertThat(seen.header("Vary")).isEqualTo("Origin");
            assertThat(seen.decision()).isNull();
        }

        @Test
        void names_an_allowed_origin() {
            Seen seen = ask(guard, get("/api/x", APP));

            assertThat(seen.reachesApplication()).isTrue();
            assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(seen.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(seen.header("Access-Control-Expose-Headers")).isEqualTo("x-rate");
            assertThat(seen.header("Access-Control-Allow-Methods")).isNull();
            assertThat(seen.header("Vary")).isEqualTo("Origin");
            assertThat(seen.decision().isAllowed()).isTrue();
        }

        @Test
        void keeps_the_applications_own_answer_about_origins_out_and_its_lists_in() {
            Seen allowed = ask(guard, get("/api/x", APP));
            Seen refused = ask(guard, get("/api/x", "https://evil.com"));
            Seen unasked = ask(guard, get("/api/x"));

            assertThat(allowed.rules().find("Access-Control-Allow-Origin").mode())
                    .isEqualTo(HeaderRule.Mode.PIN);
            assertThat(allowed.rules().find("Access-Control-Expose-Headers").mode())
                    .isEqualTo(HeaderRule.Mode.MERGE);
            assertThat(allowed.rules().find("Vary").mode()).isEqualTo(HeaderRule.Mode.MERGE);
            for (Seen bare : List.of(refused, unasked)) {
                assertThat(bare.isStripped("Access-Control-Allow-Origin")).isTrue();
                assertThat(bare.isStripped("Access-Control-Allow-Credentials")).isTrue();
                assertThat(bare.isStripped("Access-Control-Expose-Headers")).isTrue();
            }
        }

        @Test
        void never_allows_credentials_that_the_policy_does_not() {
            CorsGuard plain = Policies.guard(CorsPolicy.builder().allowedOrigins(List.of(APP)));

            assertThat(ask(plain, get("/", APP)).isStripped("Access-Control-Allow-Credentials"))
                    .isTrue();
        }

        @Test
        void exposes_what_other_protections_send_even_where_nothing_else_is() {
            CorsGuard exposing = Policies.guard(CorsPolicy.builder()
                    .allowedOrigins(List.of(APP))
                    .alwaysExpose(List.of("RateLimit", "RateLimit-Policy", "Retry-After")));

            assertThat(ask(exposing, get("/", APP)).header("Access-Control-Expose-Headers"))
                    .isEqualTo("ratelimit, ratelimit-policy, retry-after");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    APP,
                    "https://a.example.org",
                    "https://a.b.c.example.org",
                    "https://a_b-1.example.org",
                    "http://localhost",
                    "http://localhost:5173",
                    "http://localhost:65535",
                    "https://[2001:db8::1]:8443"
                })
        void may_be_read_by_an_allowed_origin(String origin) {
            assertThat(ask(guard, get("/api/x", origin)).header("Access-Control-Allow-Origin"))
                    .isEqualTo(origin);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.com",
                    "https://APP.example.com",
                    "HTTPS://app.example.com",
                    "https://app.example.com/",
                    "https://app.example.com:443",
                    "https://app.example.com:8443",
                    "http://app.example.com",
                    "https://app.example.com.evil.com",
                    "https://app.example.com.",
                    "https://evilapp.example.com",
                    "null",
                    "",
                    " ",
                    "*",
                    "https://",
                    APP + " https://evil.com",
                    APP + ",https://evil.com",
                    " " + APP,
                    APP + " ",
                    "https://example.org",
                    "https://.example.org",
                    "https://a..example.org",
                    "https://notexample.org",
                    "https://a.example.org.evil.com",
                    "https://A.example.org",
                    "https://a.example.org:443",
                    "https://a.example.org:8443",
                    "https://a.example.org/",
                    "http://a.example.org",
                    "https://user@a.example.org",
                    "https://evil.com/x.example.org",
                    "https://evil.com#.example.org",
                    "https://evil.com?.example.org",
                    "https://evil.com%2f.example.org",
                    "https://evil.com\\.example.org",
                    "https://evil.com:80.example.org",
                    "https://b\u00fccher.example.org",
                    "https://b\u00c3\u00bccher.example.org",
                    "http://localhost:",
                    "http://localhost:0",
                    "http://localhost:080",
                    "http://localhost:80",
                    "http://localhost:65536",
                    "http://localhost:999999",
                    "http://localhost:5173x",
                    "http://localhost:*",
                    "http://localhost.evil.com",
                    "http://localhostx:5173",
                    "https://localhost:5173",
                    "http://127.0.0.1:5173",
                    "https://[2001:db8::1]",
                    "https://[2001:DB8::1]:8443",
                    "https://[2001:db8:0::1]:8443"
                })
        void is_bare_for_any_other(String origin) {
            Seen seen = ask(guard, get("/api/x", origin));

            assertThat(seen.reachesApplication()).isTrue();
            assertThat(seen.isBare()).isTrue();
            assertThat(seen.header("Vary")).isEqualTo("Origin");
            assertThat(seen.decision().isAllowed()).isFalse();
        }

        @Test
        void is_bare_when_there_are_two_origins() {
            Seen seen = ask(guard, get("/api/x", APP, APP));

            assertThat(seen.isBare()).isTrue();
            assertThat(seen.decision().reason()).isEqualTo(Reason.ORIGIN_UNREADABLE);
        }

        @Test
        void is_bare_for_labels_and_hosts_longer_than_any() {
            String label = "a".repeat(64) + ".example.org";
            String host = "a.".repeat(121) + "example.org";
            String longest = "a.".repeat(120) + "example.org";

            assertThat(ask(guard, get("/", "https://" + label)).isBare()).isTrue();
            assertThat(ask(guard, get("/", "https://" + longest)).isBare()).isFalse();
            assertThat(ask(guard, get("/", "https://a" + longest)).isBare()).isFalse();
            assertThat(ask(guard, get("/", "https://" + host)).isBare()).isFalse();
            assertThat(ask(guard, get("/", "https://a" + host)).isBare()).isTrue();
        }

        @Test
        void is_bare_for_an_origin_of_ten_thousand_bytes() {
            Seen seen = ask(guard, get("/api/x", "https://" + "a.".repeat(5_000) + "example.org"));

            assertThat(seen.isBare()).isTrue();
            assertThat(seen.decision().reason()).isEqualTo(Reason.ORIGIN_UNREADABLE);
        }

        @Test
        void allows_punycode_and_not_the_raw_bytes() {
            CorsGuard punycode =
                    Policies.guard(CorsPolicy.builder().allowedOrigins(List.of("https://xn--bcher-kva.example")));

            assertThat(ask(punycode, get("/", "https://xn--bcher-kva.example")).isBare())
                    .isFalse();
            assertThat(ask(punycode, get("/", "https://b\u00fccher.example")).isBare())
                    .isTrue();
            assertThat(ask(punycode, get("/", "https://b\u00c3\u00bccher.example"))
                            .isBare())
                    .isTrue();
        }

        @Test
        void is_actual_when_it_is_no_options_request_whatever_it_asks() {
            Seen seen = ask(guard, get("/api/x", APP).header("Access-Control-Request-Method", "PUT"));

            assertThat(seen.reachesApplication()).isTrue();
            assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo(APP);
        }

        @Test
        void is_actual_when_it_is_a_plain_options_request() {
            Seen asked = ask(guard, TestExchange.request("OPTIONS", "/api/x").header("Origin", APP));
            Seen plain = ask(guard, TestExchange.request("OPTIONS", "/api/x"));
            Seen noOrigin = ask(
                    guard, TestExchange.request("OPTIONS", "/api/x").header("Access-Control-Request-Method", "PUT"));
            Seen twoMethods = ask(guard, preflight(APP, "PUT").header("Access-Control-Request-Method", "DELETE"));

            assertThat(asked.reachesApplication()).isTrue();
            assertThat(asked.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(plain.reachesApplication()).isTrue();
            assertThat(plain.isBare()).isTrue();
            assertThat(plain.rules().find("Allow")).isNull();
            assertThat(noOrigin.reachesApplication()).isTrue();
            assertThat(twoMethods.reachesApplication()).isTrue();
        }
    }

    @Nested
    class A_preflight {
        @Test
        void of_an_allowed_origin_gets_the_whole_policy_and_no_body() {
            Seen seen = ask(guard, preflight(APP, "PUT", "content-type,x-foo"));

            assertThat(seen.reachesApplication()).isFalse();
            assertThat(seen.status()).isEqualTo(204);
            assertThat(seen.bodyLength()).isZero();
            assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo(APP);
            assertThat(seen.header("Access-Control-Allow-Credentials")).isEqualTo("true");
            assertThat(seen.header("Access-Control-Allow-Methods")).isEqualTo("PUT, PATCH, DELETE");
            assertThat(seen.header("Access-Control-Allow-Headers")).isEqualTo("content-type, authorization, x-foo");
            assertThat(seen.header("Access-Control-Max-Age")).isEqualTo("600");
            assertThat(seen.header("Access-Control-Expose-Headers")).isNull();
            assertThat(seen.header("Vary")).isEqualTo(PREFLIGHT_VARY);
            assertThat(seen.decision()).isEqualTo(new CorsDecision(CorsDecision.Kind.PREFLIGHT, null));
        }

        @Test
        void gets_the_same_whether_its_origin_was_named_or_matched() {
            Seen named = ask(guard, preflight(APP, "PUT", "x-foo"));
            Seen matched = ask(guard, preflight("https://a.example.org", "PUT", "x-foo"));

            assertThat(matched.rules().toString())
                    .isEqualTo(named.rules().toString().replace(APP, "https://a.example.org"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"})
        void may_ask_for_named_and_safelisted_methods(String method) {
            assertThat(ask(guard, preflight(APP, method)).status()).isEqualTo(204);
        }

        @ParameterizedTest
        @ValueSource(strings = {"PURGE", "put", "patch", "Delete", "post", "", " PUT", "PUT ", "PUT,DELETE", "*"})
        void may_not_ask_for_others(String method) {
            assertRefused(ask(guard, preflight(APP, method)), Reason.METHOD_NOT_ALLOWED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x-foo",
                    "X-Foo",
                    "authorization,content-type,x-foo",
                    "x-foo, content-type",
                    " x-foo\t,\t content-type ",
                    ",x-foo,,content-type,",
                    "x-foo,x-foo"
                })
        void may_ask_for_named_headers_however_a_proxy_writes_them(String headers) {
            assertThat(ask(guard, preflight(APP, "PUT", headers)).status()).isEqualTo(204);
        }

        @Test
        void may_ask_for_headers_in_several_lines() {
            assertThat(ask(guard, preflight(APP, "PUT", "content-type", "x-foo"))
                            .status())
                    .isEqualTo(204);
            assertRefused(ask(guard, preflight(APP, "PUT", "content-type", "x-bad")), Reason.HEADER_NOT_ALLOWED);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x-bad",
                    "x-bad,x-foo",
                    "x-foo,x-bad",
                    "x-fo",
                    "x-fooo",
                    "x foo",
                    "x-foo content-type",
                    "x-foo;content-type",
                    "*",
                    "x-f\u00f6o",
                    "\u0000",
                    "x-foo\u000b"
                })
        void may_not_ask_for_others_even_beside_named_ones(String headers) {
            assertRefused(ask(guard, preflight(APP, "PUT", headers)), Reason.HEADER_NOT_ALLOWED);
        }

        @Test
        void may_not_ask_without_end() {
            assertRefused(ask(guard, preflight(APP, "PUT", ",".repeat(20))), Reason.HEADERS_UNREADABLE);
            assertRefused(ask(guard, preflight(APP, "PUT", "x-foo,".repeat(129))), Reason.HEADERS_UNREADABLE);
            assertRefused(ask(guard, preflight(APP, "PUT", " ".repeat(4096))), Reason.HEADERS_UNREADABLE);
            assertRefused(ask(guard, preflight(APP, "PUT", "a".repeat(8192))), Reason.HEADERS_UNREADABLE);
            assertRefused(
                    ask(
                            guard,
                            preflight(APP, "PUT", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "", "")),
                    Reason.HEADERS_UNREADABLE);
        }

        @ParameterizedTest
        @CsvSource({
            "https://evil.com, ORIGIN_NOT_ALLOWED",
            "https://app.example.com/, ORIGIN_NOT_ALLOWED",
            "null, ORIGIN_NULL",
            "'', ORIGIN_UNREADABLE"
        })
        void of_another_origin_is_refused(String origin, Reason reason) {
            assertRefused(ask(guard, preflight(origin, "PUT")), reason);
        }

        @Test
        void of_two_origins_is_refused() {
            assertRefused(ask(guard, preflight(APP, "PUT").header("Origin", APP)), Reason.ORIGIN_UNREADABLE);
        }

        @Test
        void says_nothing_about_private_networks() {
            Seen seen = ask(guard, preflight(APP, "PUT").header("Access-Control-Request-Private-Network", "true"));

            assertThat(seen.status()).isEqualTo(204);
            assertThat(seen.header("Access-Control-Allow-Private-Network")).isNull();
        }

        @Test
        void is_kept_as_long_as_the_policy_says() {
            CorsGuard never = Policies.guard(Policies.credentialed().maxAge(Duration.ofSeconds(-1)));
            CorsGuard silent = Policies.guard(Policies.credentialed().maxAge(null));

            assertThat(ask(never, preflight(APP, "PUT")).header("Access-Control-Max-Age"))
                    .isEqualTo("0");
            assertThat(ask(silent, preflight(APP, "PUT")).header("Access-Control-Max-Age"))
                    .isNull();
        }

        private void assertRefused(Seen seen, Reason reason) {
            assertThat(seen.reachesApplication()).isFalse();
            assertThat(seen.status()).isEqualTo(403);
            assertThat(seen.bodyLength()).isZero();
            assertThat(seen.isBare()).isTrue();
            assertThat(seen.header("Vary")).isEqualTo(PREFLIGHT_VARY);
            CorsDecision decision = seen.decision();
            assertThat(decision)
                    .isEqualTo(new CorsDecision(CorsDecision.Kind.PREFLIGHT, reason, true, decision.asked()));
        }
    }

    @Nested
    class A_policy_for_everybody {
        @Test
        void says_the_same_to_all_so_that_nothing_varies() {
            for (TestExchange.Builder request :
                    List.of(get("/"), get("/", "https://evil.com"), get("/", "null"), get("/", "a", "b"))) {
                Seen seen = ask(open, request);

                assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo("*");
                assertThat(seen.header("Access-Control-Expose-Headers")).isEqualTo("*");
                assertThat(seen.header("Vary")).isNull();
                assertThat(seen.isStripped("Access-Control-Allow-Credentials")).isTrue();
            }
        }

        @Test
        void answers_preflights_with_wildcards_and_names_authorization() {
            Seen seen = ask(open, preflight("https://evil.com", "DELETE", "authorization,x-any"));

            assertThat(seen.status()).isEqualTo(204);
            assertThat(seen.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(seen.header("Access-Control-Allow-Credentials")).isNull();
            assertThat(seen.header("Access-Control-Allow-Methods")).isEqualTo("*");
            assertThat(seen.header("Access-Control-Allow-Headers")).isEqualTo("*, authorization");
            assertThat(seen.header("Vary")).isEqualTo(PREFLIGHT_VARY);
        }

        @Test
        void does_not_cover_authorization_by_a_wildcard() {
            CorsGuard wildcard = Policies.guard(Policies.open().allowedHeaders(List.of("*")));

            assertThat(ask(wildcard, preflight(APP, "PUT", "x-any")).status()).isEqualTo(204);
            assertThat(ask(wildcard, preflight(APP, "PUT", "Authorization")).status())
                    .isEqualTo(403);
            assertThat(ask(wildcard, preflight(APP, "PUT", "x any")).status()).isEqualTo(403);
        }
    }

    @Nested
    class With_credentials_a_wildcard {
        private final CorsGuard wildcards = Policies.guard(
                Policies.credentialed().allowedMethods(List.of("*")).allowedHeaders(List.of("*")));

        @Test
        void is_never_sent_but_answered_with_the_names_asked_for() {
            Seen seen = ask(wildcards, preflight(APP, "PURGE", "x-a, X-B", "authorization"));

            assertThat(seen.status()).isEqualTo(204);
            assertThat(seen.header("Access-Control-Allow-Methods")).isEqualTo("PURGE");
            assertThat(seen.header("Access-Control-Allow-Headers")).isEqualTo("x-a, x-b, authorization");
        }

        @Test
        void is_answered_with_nothing_where_nothing_was_asked_for() {
            assertThat(ask(wildcards, preflight(APP, "PUT")).header("Access-Control-Allow-Headers"))
                    .isNull();
        }

        @Test
        void allows_no_method_or_header_that_is_none() {
            assertThat(ask(wildcards, preflight(APP, "P\r\nX: y")).status()).isEqualTo(403);
            assertThat(ask(wildcards, preflight(APP, "PUT", "x-a\r\nX: y")).status())
                    .isEqualTo(403);
        }
    }

    @Nested
    class Paths {
        private final CorsGuard byPath = new CorsGuard(List.of(
                Policies.credentialed().paths(List.of("/api/**")).build(),
                Policies.open().paths(List.of("/public/**")).build(),
                CorsPolicy.builder()
                        .paths(List.of("/api/admin/**"))
                        .allowedOrigins(List.of("https://admin.example.com"))
                        .build()));

        @ParameterizedTest
        @CsvSource({
            "/api/x, https://app.example.com",
            "/api, https://app.example.com",
            "/api/a+b, https://app.example.com",
            "/public/x, *",
            "/api/admin/x, ",
            "/apix, ",
            "/API/x, ",
            "/other, "
        })
        void choose_the_most_specific_policy(String path, String allowed) {
            assertThat(ask(byPath, get(path, APP)).header("Access-Control-Allow-Origin"))
                    .isEqualTo(allowed);
        }

        @Test
        void without_a_policy_are_left_alone_and_so_are_their_preflights() {
            TestExchange preflight = TestExchange.request("OPTIONS", "/other")
                    .header("Origin", APP)
                    .header("Access-Control-Request-Method", "PUT")
                    .build();

            assertThat(byPath.inspect(preflight)).isEqualTo(Verdict.proceed());
            assertThat(byPath.inspect(get("/other", APP).build())).isEqualTo(Verdict.proceed());
        }

        @Test
        void belong_to_one_policy_only() {
            CorsPolicy one = Policies.open().paths(List.of("/a/**", "/b")).build();
            CorsPolicy other = Policies.open().paths(List.of("/c", "/b")).build();

            assertThatExceptionOfType(InvalidPolicyException.class)
                    .isThrownBy(() -> new CorsGuard(List.of(one, other)))
                    .satisfies(fault -> assertThat(fault.problems())
                            .singleElement()
                            .satisfies(problem -> {
                                assertThat(problem.code()).isEqualTo("BW-CORS-033");
                                assertThat(problem.path()).isEqualTo("policies[1].paths[1]");
                                assertThat(problem.value()).isEqualTo("/b");
                            }));
        }
    }

    @Nested
    class What_observers_hear {
        @Test
        void is_the_reason_and_never_the_origin() {
            Map<String, Object> fields = new HashMap<>();
            CorsDecision decision =
                    ask(guard, get("/", "https://evil.com\r\nX: y")).decision();

            decision.describe(into(fields));

            assertThat(fields).containsOnly(Map.entry("breakwater.cors", "origin-not-allowed"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "PUT | x-foo,X-Bad , x-worse | header-not-allowed:x-bad",
                    "PUT | x-api-key | header-not-allowed:x-api-key",
                    "PUT | x-foo, x bad | header-not-allowed",
                    "PUT | x-b\u00e4d | header-not-allowed",
                    "BREW | x-foo | method-not-allowed:BREW",
                    "BR EW | x-foo | method-not-allowed",
                })
        void is_what_a_preflight_asked_for_in_vain_if_it_is_a_name(String method, String headers, String told) {
            Map<String, Object> fields = new HashMap<>();

            ask(guard, preflight(APP, method, headers)).decision().describe(into(fields));

            assertThat(fields)
                    .containsOnly(
                            Map.entry("breakwater.cors", told), Map.entry("breakwater.decision", "cors_rejected"));
            assertThat(Redactor.standard().value("breakwater.cors", told, 256)).isEqualTo(told);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"x-a\r\nSet-Cookie: a=b", "x-65-characters-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
                })
        void is_no_name_that_is_none_or_endless(String header) {
            assertThat(ask(guard, preflight(APP, "PUT", header)).decision())
                    .isEqualTo(new CorsDecision(CorsDecision.Kind.PREFLIGHT, Reason.HEADER_NOT_ALLOWED));
        }

        @Test
        void is_nothing_in_the_event_of_an_allowed_request() {
            Map<String, Object> fields = new HashMap<>();

            ask(guard, get("/", APP)).decision().describe(into(fields));

            assertThat(fields).isEmpty();
        }

        @Test
        void is_nothing_about_the_services_own_pages() {
            Seen byHost = ask(guard, get("/", "https://own.example:8443").authority("own.example:8443"));
            Seen byBrowser = ask(guard, get("/", "https://own.example").header("Sec-Fetch-Site", "same-origin"));
            Seen suffix = ask(guard, get("/", "https://evil-own.example").authority("own.example"));

            assertThat(byHost.decision()).isNull();
            assertThat(byHost.isBare()).isTrue();
            assertThat(byBrowser.decision()).isNull();
            assertThat(suffix.decision().reason()).isEqualTo(Reason.ORIGIN_NOT_ALLOWED);
        }

        private Decision.Fields into(Map<String, Object> fields) {
            return new Decision.Fields() {
                @Override
                public void put(String name, String value) {
                    fields.put(name, value);
                }

                @Override
                public void put(String name, long value) {
                    fields.put(name, value);
                }
            };
        }
    }

    @Test
    void timing_is_shown_to_a_constant_list_on_every_response() {
        CorsGuard timing = Policies.guard(
                CorsPolicy.builder().allowedOrigins(List.of(APP)).timingAllowOrigin(List.of(APP, "https://b.example")));

        for (TestExchange.Builder request : List.of(get("/"), get("/", APP), get("/", "https://evil.com"))) {
            assertThat(ask(timing, request).header("Timing-Allow-Origin")).isEqualTo(APP + ", https://b.example");
        }
    }
}
