/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsPolicyTest {
    private static final String APP = "https://app.example.com";

    private static List<Problem> faults(CorsPolicy.Builder policy) {
        try {
            return policy.build().warnings();
        } catch (InvalidPolicyException fault) {
            return fault.problems();
        }
    }

    private static CorsPolicy.Builder origins(String... origins) {
        return CorsPolicy.builder().allowedOrigins(List.of(origins));
    }

    private static List<String> codes(CorsPolicy.Builder policy) {
        return faults(policy).stream().map(Problem::code).toList();
    }

    @Nested
    class An_origin {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://app.example.com",
                    "https://app.example.com:8443",
                    "http://localhost",
                    "http://localhost:5173",
                    "http://localhost:*",
                    "http://app.localhost",
                    "http://127.0.0.1:8080",
                    "http://127.0.0.1:*",
                    "http://intranet",
                    "http://[::1]",
                    "https://[2001:db8::1]:8443",
                    "https://[2001:db8::1]:*",
                    "https://xn--bcher-kva.example",
                    "https://xn--strae-oqa.example",
                    "https://xn--ls8h.example",
                    "https://a_b.example.com",
                    "https://*.example.org",
                    "https://*.example.org:8443",
                    "https://*.example.org:*",
                    "https://*.localhost",
                    "https://443.example",
                    "http://example.com:443",
                    "https://example.com:80",
                    "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
                    "capacitor://localhost",
                    "*"
                })
        void is_accepted_as_browsers_write_it(String origin) {
            assertThat(faults(origins(origin))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                quoteCharacter = '"',
                value = {
                    "null, BW-CORS-002",
                    "file:///tmp/x, BW-CORS-003",
                    "file://, BW-CORS-003",
                    "FILE://host, BW-CORS-003",
                    "app.example.com, BW-CORS-004",
                    "*.example.org, BW-CORS-004",
                    "https:/app.example.com, BW-CORS-004",
                    "HTTPS://app.example.com, BW-CORS-004",
                    "://app.example.com, BW-CORS-004",
                    "1http://app.example.com, BW-CORS-004",
                    "ht_tp://app.example.com, BW-CORS-004",
                    "\"\", BW-CORS-004",
                    "https://APP.example.com, BW-CORS-005",
                    "https://b\u00fccher.example, BW-CORS-005",
                    "https://[2001:DB8::1], BW-CORS-011",
                    "https://, BW-CORS-006",
                    "https://:8443, BW-CORS-006",
                    "https://a..example.com, BW-CORS-006",
                    "https://.example.com, BW-CORS-006",
                    "https://example.com., BW-CORS-006",
                    "https://-a.example.com, BW-CORS-006",
                    "https://a-.example.com, BW-CORS-006",
                    "https://a!b.example.com, BW-CORS-006",
                    "https://a%2f.example.com, BW-CORS-006",
                    "https://xn--.example.com, BW-CORS-006",
                    "https://xn--bcher-.example.com, BW-CORS-006",
                    "https://xn--99999999.example.com, BW-CORS-006",
                    "https://*..example.com, BW-CORS-006",
                    "https://app.example.com/, BW-CORS-008",
                    "https://app.example.com/path, BW-CORS-008",
                    "https://app.example.com?q, BW-CORS-008",
                    "https://app.example.com#f, BW-CORS-008",
                    "https://app.example.com\\, BW-CORS-008",
                    "https://user@app.example.com, BW-CORS-008",
                    "https://user:pw@app.example.com, BW-CORS-008",
                    "https://app.example .com, BW-CORS-008",
                    "\" https://app.example.com\", BW-CORS-008",
                    "https://app.example.com:443, BW-CORS-009",
                    "http://app.example.com:80, BW-CORS-009",
                    "https://app.example.com:0, BW-CORS-009",
                    "https://app.example.com:08443, BW-CORS-009",
                    "https://app.example.com:65536, BW-CORS-009",
                    "https://app.example.com:999999, BW-CORS-009",
                    "https://app.example.com:8a, BW-CORS-009",
                    "https://app.example.com:, BW-CORS-009",
                    "https://[::1]:443, BW-CORS-009",
                    "http://127.1, BW-CORS-010",
                    "http://0x7f.0.0.1, BW-CORS-010",
                    "http://0x7f000001, BW-CORS-010",
                    "http://2130706433, BW-CORS-010",
                    "http://127.0.0.1., BW-CORS-010",
                    "http://127.0.0.01, BW-CORS-010",
                    "http://127.0.0.256, BW-CORS-010",
                    "http://a.1, BW-CORS-010",
                    "https://[2001:db8:0:0:0:0:0:1], BW-CORS-011",
                    "https://[2001:0db8::1], BW-CORS-011",
                    "https://[fe80::1%eth0], BW-CORS-011",
                    "https://[::ffff:192.0.2.1], BW-CORS-011",
                    "https://[::ffff:c000:201], BW-CORS-011",
                    "https://2001:db8::1, BW-CORS-011",
                    "https://[2001:db8::1, BW-CORS-011",
                    "https://[2001:db8::1]8443, BW-CORS-011",
                    "https://[], BW-CORS-011",
                    "https://[192.0.2.1], BW-CORS-011",
                    "*://app.example.com, BW-CORS-012",
                    "https://*, BW-CORS-012",
                    "https://app.*.com, BW-CORS-012",
                    "https://*app.example.com, BW-CORS-012",
                    "https://**.example.com, BW-CORS-012",
                    "https://*.*.example.com, BW-CORS-012",
                    "https://app.example.*, BW-CORS-012",
                    "https://app.example.com:80*, BW-CORS-012",
                    "https://*.192.0.2.1, BW-CORS-012",
                    "https://*.[::1], BW-CORS-012",
                    "https://*.com, BW-CORS-014",
                    "\"https://a.example.com,https://b.example.com\", BW-CORS-017"
                })
        void is_refused_otherwise(String origin, String code) {
            assertThat(faults(origins(origin))).singleElement().satisfies(problem -> {
                assertThat(problem.code()).isEqualTo(code);
                assertThat(problem.isError()).isTrue();
                assertThat(problem.path()).isEqualTo("allowed-origins[0]");
                assertThat(problem.value()).isEqualTo(origin);
            });
        }

        @Test
        void is_refused_when_a_part_is_too_long() {
            assertThat(codes(origins("https://" + "a".repeat(64) + ".example"))).containsExactly("BW-CORS-007");
            assertThat(codes(origins("https://" + "a".repeat(63) + ".example"))).isEmpty();
            assertThat(codes(origins("https://" + "a.".repeat(124) + "example")))
                    .containsExactly("BW-CORS-007");
            assertThat(codes(origins("a".repeat(65) + "://host"))).containsExactly("BW-CORS-004");
            assertThat(codes(origins("a".repeat(64) + "://host"))).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "https://app.example.com/ | Drop the slash: write https://app.example.com.",
                    "https://b\u00fccher.example:8443 | Browsers send punycode: write https://xn--bcher-kva.example:8443.",
                    "https://APP.Example.com | Write https://app.example.com.",
                    "HTTPS://app.example.com | Write https://app.example.com.",
                    "app.example.com | Write https://app.example.com.",
                    "https://app.example.com:443 | Browsers never send it: drop :443.",
                    "https://stra\u00dfe.example | Browsers send punycode: copy the origin from the browser's console (location.origin)."
                })
        void comes_back_with_what_to_write_instead(String origin, String fix) {
            assertThat(faults(origins(origin)))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.fix()).isEqualTo(fix));
        }

        @Test
        void is_required() {
            assertThat(codes(CorsPolicy.builder())).containsExactly("BW-CORS-001");
        }

        @Test
        void is_named_where_credentials_are_allowed() {
            assertThat(codes(origins("*").allowCredentials(true))).containsExactly("BW-CORS-013");
            assertThat(codes(origins("*", APP).allowCredentials(true))).containsExactly("BW-CORS-013", "BW-CORS-016");
        }

        @Test
        void may_stand_below_a_top_level_domain_only_if_that_is_tolerated() {
            assertThat(codes(origins("https://*.com"))).containsExactly("BW-CORS-014");
            assertThat(codes(origins("https://*.com").dangerouslyToleratePublicSuffixes(true)))
                    .containsExactly("BW-CORS-037");
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://app.example.com", "http://*.example.com", "ionic://app", "http://128.0.0.1"})
        void without_tls_gets_no_credentials_unless_that_is_tolerated(String origin) {
            CorsPolicy.Builder policy = origins(origin).allowCredentials(true);

            assertThat(codes(policy)).containsExactly("BW-CORS-015");
            assertThat(codes(policy.dangerouslyTolerateInsecureOrigins(true))).containsExactly("BW-CORS-036");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "http://localhost",
                    "http://localhost:*",
                    "http://a.localhost:3000",
                    "http://127.0.0.1",
                    "http://127.9.9.9:8080",
                    "http://[::1]:8080",
                    "capacitor://localhost"
                })
        void on_the_same_machine_may_have_credentials_without_tls(String origin) {
            assertThat(faults(origins(origin).allowCredentials(true))).isEmpty();
        }

        @Test
        void that_adds_nothing_is_said() {
            List<Problem> found =
                    faults(origins("https://*.example.org", "https://a.example.org", APP, APP, "http://localhost:*"));

            assertThat(found).extracting(Problem::code).containsExactly("BW-CORS-016", "BW-CORS-016");
            assertThat(found).noneMatch(Problem::isError);
            assertThat(found).extracting(Problem::path).containsExactly("allowed-origins[1]", "allowed-origins[3]");
        }
    }

    @Nested
    class A_method {
        @ParameterizedTest
        @CsvSource({
            "'', BW-CORS-018",
            "PUT DELETE, BW-CORS-018",
            "P\u00dcT, BW-CORS-018",
            "CONNECT, BW-CORS-019",
            "trace, BW-CORS-019",
            "Track, BW-CORS-019",
            "put, BW-CORS-020",
            "patch, BW-CORS-020"
        })
        void is_refused_or_doubted(String method, String code) {
            assertThat(codes(origins(APP).allowedMethods(List.of(method)))).containsExactly(code);
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "PUT", "PATCH", "PURGE", "purge", "*"})
        void is_accepted(String method) {
            assertThat(codes(origins(APP).allowedMethods(List.of(method)))).isEmpty();
        }
    }

    @Nested
    class A_request_header {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Accept-Charset",
                    "Accept-Encoding",
                    "Access-Control-Request-Headers",
                    "Access-Control-Request-Method",
                    "Connection",
                    "Content-Length",
                    "Cookie",
                    "Cookie2",
                    "Date",
                    "DNT",
                    "Expect",
                    "Host",
                    "Keep-Alive",
                    "Origin",
                    "Referer",
                    "Set-Cookie",
                    "TE",
                    "Trailer",
                    "Transfer-Encoding",
                    "Upgrade",
                    "Via",
                    "Proxy-Anything",
                    "Sec-Anything"
                })
        void that_pages_cannot_set_is_refused(String name) {
            assertThat(codes(origins(APP).allowedHeaders(List.of(name)))).containsExactly("BW-CORS-023");
        }

        @ParameterizedTest
        @CsvSource({
            "'', BW-CORS-022",
            "X Foo, BW-CORS-022",
            "'X-Foo,X-Bar', BW-CORS-022",
            "Access-Control-Allow-Origin, BW-CORS-024",
            "access-control-expose-headers, BW-CORS-024",
            "Access-Control-Max-Age, BW-CORS-024",
            "*, BW-CORS-025"
        })
        void is_refused_or_doubted(String name, String code) {
            assertThat(codes(origins(APP).allowedHeaders(List.of(name)))).containsExactly(code);
        }

        @Test
        void wildcard_is_in_doubt_only_where_it_does_not_cover_authorization() {
            assertThat(codes(origins(APP).allowedHeaders(List.of("*", "Authorization"))))
                    .isEmpty();
            assertThat(codes(origins(APP).allowedHeaders(List.of("*")).allowCredentials(true)))
                    .isEmpty();
        }
    }

    @Nested
    class An_exposed_header {
        @ParameterizedTest
        @CsvSource({
            "X Foo, BW-CORS-026",
            "Set-Cookie, BW-CORS-027",
            "set-cookie2, BW-CORS-027",
            "Origin, BW-CORS-028",
            "User-Agent, BW-CORS-028",
            "Access-Control-Allow-Methods, BW-CORS-028",
            "Access-Control-Max-Age, BW-CORS-028"
        })
        void is_refused(String name, String code) {
            assertThat(codes(origins(APP).exposedHeaders(List.of(name)))).containsExactly(code);
            assertThat(faults(origins(APP).alwaysExpose(List.of(name))))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.path()).isEqualTo("always-expose[0]"));
        }

        @Test
        void wildcard_is_refused_where_credentials_are_allowed() {
            assertThat(codes(origins(APP).exposedHeaders(List.of("*")))).isEmpty();
            assertThat(codes(origins(APP).exposedHeaders(List.of("*")).allowCredentials(true)))
                    .containsExactly("BW-CORS-029");
        }

        @Test
        void may_be_the_token_a_service_renews() {
            assertThat(codes(origins(APP).exposedHeaders(List.of("Authorization"))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"PT-2S, true", "PT-0.5S, true", "PT24H0.001S, true", "PT24H, false", "PT2H1S, false"})
    void a_max_age_out_of_bounds_is_refused_and_one_that_few_browsers_grant_is_doubted(Duration age, boolean error) {
        assertThat(faults(origins(APP).maxAge(age))).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(error ? "BW-CORS-030" : "BW-CORS-034");
            assertThat(problem.isError()).isEqualTo(error);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1S", "PT0S", "PT2H"})
    void a_max_age_within_bounds_is_accepted(Duration age) {
        assertThat(faults(origins(APP).maxAge(age))).isEmpty();
    }

    @Test
    void a_timing_origin_is_exact() {
        assertThat(codes(origins(APP).timingAllowOrigin(List.of("*")))).isEmpty();
        assertThat(faults(origins(APP).timingAllowOrigin(List.of(APP, "https://*.example.org", APP + "/"))))
                .extracting(Problem::code, Problem::path)
                .containsExactly(
                        tuple("BW-CORS-012", "timing-allow-origin[1]"), tuple("BW-CORS-008", "timing-allow-origin[2]"));
    }

    @Test
    void everything_that_is_wrong_is_said_at_once() {
        CorsPolicy.Builder policy = CorsPolicy.builder()
                .paths(List.of("api/**"))
                .allowedOrigins(List.of("https://app.example.com/", "https://A.example..com:443", "*"))
                .allowedMethods(List.of("TRACE"))
                .allowedHeaders(List.of("Cookie"))
                .exposedHeaders(List.of("Set-Cookie", "*"))
                .allowCredentials(true)
                .maxAge(Duration.ofDays(2));

        assertThatExceptionOfType(InvalidPolicyException.class)
                .isThrownBy(policy::build)
                .satisfies(fault -> assertThat(fault.problems().stream()
                                .filter(Problem::isError)
                                .map(Problem::code))
                        .containsExactlyInAnyOrder(
                                "BW-PATH-001",
                                "BW-CORS-008",
                                "BW-CORS-009",
                                "BW-CORS-005",
                                "BW-CORS-013",
                                "BW-CORS-019",
                                "BW-CORS-023",
                                "BW-CORS-027",
                                "BW-CORS-029",
                                "BW-CORS-030"));
    }
}
