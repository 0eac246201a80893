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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.management.ThreadMXBean;
import dev.breakwater.Decision;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.policy.InvalidPolicyException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has gone wrong in CORS libraries of every platform, each by the name under which it was published. */
class KnownVulnerabilitiesTest {
    private static final String EVIL = "https://evil.com";

    private final CorsGuard guard = Policies.guard(Policies.credentialed());
    private final CorsGuard open = Policies.guard(Policies.open());
    private final CorsGuard rejecting =
            Policies.guard(CorsPolicy.builder().allowedOrigins(List.of(APP)).onDisallowed(OnDisallowed.REJECT));

    private static CorsGuard allowing(String... origins) {
        return Policies.guard(
                CorsPolicy.builder().allowedOrigins(List.of(origins)).allowCredentials(true));
    }

    private static boolean allows(CorsGuard guard, String origin) {
        return !ask(guard, get(origin)).isBare();
    }

    /** CVE-2020-5397 in Spring Framework: preflights reached handlers, with the user's credentials. */
    @Test
    void preflights_never_reach_the_application() {
        for (String origin : List.of(APP, EVIL, "null")) {
            assertThat(ask(guard, preflight(origin, "PUT")).reachesApplication())
                    .isFalse();
        }
    }

    /** CVE-2018-8014 in Tomcat, GO-2024-2574 in Fiber: everybody, with credentials. */
    @Test
    void everybody_never_goes_with_credentials() {
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> allowing("*"))
                .withMessageContaining("BW-CORS-013");
        assertThat(ask(Policies.guard(CorsPolicy.builder().allowedOrigins(List.of(APP))), get(APP))
                        .header("Access-Control-Allow-Credentials"))
                .as("by default")
                .isNull();
    }

    /** CVE-2018-20744 in rs/cors, CVE-2021-39185 in http4s, Javalin 1632: a wildcard that became reflection. */
    @ParameterizedTest
    @ValueSource(strings = {EVIL, "null", ""})
    void a_wildcard_is_sent_as_one_and_never_reflects(String origin) {
        assertThat(ask(open, get(origin)).header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(ask(open, get(origin)).header("Access-Control-Allow-Credentials"))
                .isNull();
    }

    /** CVE-2021-39185 in http4s: any sandboxed frame is the origin {@code null}. */
    @Test
    void the_origin_null_is_never_allowed_by_name() {
        assertThat(allows(guard, "null")).isFalse();
        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(() -> allowing("null"))
                .withMessageContaining("BW-CORS-002");
    }

    /** CVE-2022-4147 in Quarkus: requests that need no preflight ran whatever their origin. */
    @Test
    void a_rejected_simple_request_does_not_run() {
        TestExchange.Builder form = request("POST", EVIL).header("Content-Type", "text/plain");

        assertThat(ask(rejecting, form).reachesApplication()).isFalse();
    }

    /** CVE-2024-23639 in Micronaut: a page anywhere could call a service on the developer's machine. */
    @Test
    void a_rejecting_service_on_localhost_is_not_called_by_pages_of_other_sites() {
        TestExchange.Builder stop = request("POST", EVIL).authority("localhost:8080");

        assertThat(ask(rejecting, stop).reachesApplication()).isFalse();
        assertThat(ask(rejecting, stop.header("Sec-Fetch-Site", "cross-site")).reachesApplication())
                .isFalse();
    }

    /** Jetty 15096: with credentials browsers take the asterisk for a header's name. */
    @Test
    void no_wildcard_is_sent_with_credentials() {
        CorsGuard wildcards = Policies.guard(
                Policies.credentialed().allowedMethods(List.of("*")).allowedHeaders(List.of("*")));

        ask(wildcards, preflight(APP, "PURGE", "x-any"))
                .rules()
                .forEach(rule -> assertThat(rule.value()).doesNotContain("*"));
    }

    /** GO-2024-2883 in rs/cors, go-chi/cors 36, adonisjs 3.0.1: memory and time for a list of names without end. */
    @ParameterizedTest
    @ValueSource(strings = {",", "a,", "x-foo,", "x-foo, ", " ", "\t,", "a"})
    void a_megabyte_of_names_costs_neither_memory_nor_time(String part) {
        Exchange hostile =
                preflight(APP, "PUT", part.repeat(1_000_000 / part.length())).build();
        CorsGuard wildcards = Policies.guard(Policies.credentialed().allowedHeaders(List.of("*")));
        hostile.headers("Access-Control-Request-Headers");

        for (CorsGuard asked : List.of(guard, wildcards)) {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            asked.inspect(hostile);
            long bytes = threads.getCurrentThreadAllocatedBytes();
            long nanos = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < 1_000; i++) {
                asked.inspect(hostile);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - bytes)
                    .as("bytes in a thousand")
                    .isLessThan(4_000_000);
            assertThat(threads.getCurrentThreadCpuTime() - nanos)
                    .as("nanoseconds in a thousand")
                    .isLessThan(2_000_000_000);
        }
    }

    /** GO-2024-2813 in jub0bs/cors: two origins of which one's end and the other's begin made a third. */
    @ParameterizedTest
    @ValueSource(
            strings = {"https://barfoo.com", "https://foobar.com", "https://foo.combar.com", "https://bar", "https://"})
    void origins_are_not_put_together_from_parts_of_others(String origin) {
        CorsGuard exact = allowing("https://foo.com", "https://bar.com");
        CorsGuard below = allowing("https://*.foo.com", "https://*.bar.com", "https://foo.com:*");

        assertThat(allows(exact, origin)).isFalse();
        assertThat(allows(below, origin)).isFalse();
        assertThat(allows(exact, "https://foo.com")).isTrue();
        assertThat(allows(below, "https://a.bar.com")).isTrue();
    }

    /** jub0bs/cors 12 and 15: optimised look-ups that refused what was allowed. */
    @Test
    void of_many_origins_and_headers_that_share_their_ends_each_is_allowed() {
        List<String> origins = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            origins.add("https://" + "a".repeat(i % 17 + 1) + i + ".example.com");
            origins.add("https://*." + "b".repeat(i % 13 + 1) + i + ".example.org:*");
            names.add("X-" + "c".repeat(i % 11 + 1) + i);
        }
        CorsGuard many = Policies.guard(CorsPolicy.builder()
                .allowedOrigins(origins)
                .allowedHeaders(names)
                .allowCredentials(true));

        for (String origin : origins) {
            assertThat(allows(many, origin.replace("*.", "x.y.").replace(":*", ":8443")))
                    .as(origin)
                    .isTrue();
        }
        names.forEach(name -> assertThat(
                        ask(many, preflight(origins.get(0), "GET", name)).status())
                .as(name)
                .isEqualTo(204));
    }

    /** jub0bs/cors 14: what was handed over was shared, and others could change it. */
    @Test
    void a_policy_does_not_change_with_the_lists_it_was_built_from() {
        List<String> origins = new ArrayList<>(List.of(APP));
        CorsPolicy.Builder policy = CorsPolicy.builder().allowedOrigins(origins);
        origins.set(0, EVIL);
        CorsGuard built = Policies.guard(policy);
        policy.allowedOrigins(List.of(EVIL));

        assertThat(allows(built, APP)).isTrue();
        assertThat(allows(built, EVIL)).isFalse();
    }

    /** CVE-2020-25032, 2024-6844 and 2024-6866 in flask-cors: paths read in another way than the application reads them. */
    @Test
    void paths_are_those_the_application_sees_whatever_was_sent() {
        CorsGuard api = Policies.guard(Policies.credentialed().paths(List.of("/api/**", "/a+b")));

        assertThat(Seen.of(api.inspect(at("/private", "/api/../private"))).isBare())
                .isTrue();
        assertThat(Seen.of(api.inspect(at("/api/x", "/private/../api/x"))).isBare())
                .isFalse();
        assertThat(Seen.of(api.inspect(at("/API/x", "/API/x"))).isBare()).isTrue();
        assertThat(Seen.of(api.inspect(at("/a+b", "/a+b"))).isBare()).isFalse();
        assertThat(Seen.of(api.inspect(at("/a b", "/a%20b"))).isBare()).isTrue();
    }

    private static TestExchange at(String path, String sent) {
        return TestExchange.request("GET", path)
                .rawPath(sent)
                .header("Origin", APP)
                .build();
    }

    /** CVE-2024-6839 in flask-cors: the longest pattern won over the most specific one. */
    @Test
    void the_most_specific_path_decides_and_not_the_longest_text() {
        CorsGuard byPath = new CorsGuard(List.of(
                Policies.open()
                        .paths(List.of("/{one}/{two}/{three-with-a-long-name}"))
                        .build(),
                Policies.credentialed().paths(List.of("/a/b/c")).build()));

        assertThat(Seen.of(byPath.inspect(at("/a/b/c", "/a/b/c"))).header("Access-Control-Allow-Origin"))
                .isEqualTo(APP);
    }

    /** CVE-2024-1681 in flask-cors: line breaks in what was logged. */
    @Test
    void nothing_that_a_client_sent_is_recorded() {
        Map<String, Object> fields = new HashMap<>();
        CorsDecision decision = ask(guard, preflight(APP, "P\r\nX", "x\r\ny")).decision();

        decision.describe(new Decision.Fields() {
            @Override
            public void put(String name, String value) {
                fields.put(name, value);
            }

            @Override
            public void put(String name, long value) {
                fields.put(name, value);
            }
        });

        assertThat(fields)
                .containsOnly(
                        Map.entry("breakwater.cors", "method-not-allowed"),
                        Map.entry("breakwater.decision", "cors_rejected"));
    }

    /** CVE-2024-6221 in flask-cors: private networks were opened to pages unasked. */
    @Test
    void private_networks_are_never_opened() {
        TestExchange.Builder asking = preflight(APP, "PUT").header("Access-Control-Request-Private-Network", "true");

        ask(guard, asking).rules().forEach(rule -> assertThat(rule.name()).doesNotContain("Network"));
    }

    /** flask-cors 400, CVE-2019-25211 in gin-contrib, and patterns of text: an end or a beginning that fits. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://app.example.com.evil.com",
                "https://app.example.community",
                "https://app-example.com",
                "https://evil.com/x.example.org",
                "https://evil.com#.example.org",
                "https://evil.com%2f.example.org",
                "https://evil.com?.example.org",
                "https://a.example.orga",
                "https://aexample.org"
            })
    void what_only_begins_or_ends_like_an_allowed_origin_is_none(String origin) {
        assertThat(allows(guard, origin)).isFalse();
    }

    /** expressjs/cors 336, Starlette 3246: credentials allowed to an origin that is not. */
    @Test
    void nothing_is_said_about_credentials_to_an_origin_that_is_not_allowed() {
        assertThat(ask(guard, get(EVIL)).header("Access-Control-Allow-Credentials"))
                .isNull();
        assertThat(ask(guard, preflight(EVIL, "PUT")).header("Access-Control-Allow-Credentials"))
                .isNull();
    }
}
