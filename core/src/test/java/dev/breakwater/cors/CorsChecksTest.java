/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of fault a policy can have: its code, where it is, the value, and what to do about it. */
class CorsChecksTest {
    private static final String APP = "https://app.example.com";

    /** A fault, and the policy that has it. */
    private record Row(
            String code, boolean error, String path, String value, String fix, UnaryOperator<CorsPolicy.Builder> with) {
        @Override
        public String toString() {
            return code + " " + value;
        }
    }

    private static Row origin(String code, String value, String fix) {
        return new Row(code, true, "allowed-origins[0]", value, fix, policy -> policy.allowedOrigins(List.of(value)));
    }

    private static Row credentialedOrigin(String code, String value, String fix) {
        Row row = origin(code, value, fix);
        return new Row(
                code,
                true,
                row.path,
                value,
                fix,
                policy -> row.with.apply(policy).allowCredentials(true));
    }

    private static Row method(String code, boolean error, String value, String fix) {
        return new Row(code, error, "allowed-methods[0]", value, fix, policy -> policy.allowedMethods(List.of(value)));
    }

    private static Row header(String code, boolean error, String path, String value, String fix) {
        return new Row(code, error, path, value, fix, policy -> policy.allowedHeaders(List.of(value)));
    }

    private static Row exposed(String code, String value, String fix) {
        return new Row(code, true, "exposed-headers[0]", value, fix, policy -> policy.exposedHeaders(List.of(value)));
    }

    private static Row maxAge(String code, boolean error, String value, String fix) {
        return new Row(code, error, "max-age", value, fix, policy -> policy.maxAge(Duration.parse(value)));
    }

    private static Row path(String code, boolean error, String value, String fix) {
        return new Row(code, error, "paths[0]", value, fix, policy -> policy.paths(List.of(value)));
    }

    static List<Row> rows() {
        return List.of(
                new Row(
                        "BW-CORS-001",
                        true,
                        "allowed-origins",
                        "nothing",
                        "List the origins",
                        policy -> policy.allowedOrigins(List.of())),
                origin("BW-CORS-002", "null", "Serve the page from an origin"),
                origin("BW-CORS-003", "file:///tmp/page.html", "Serve the page over HTTP"),
                origin("BW-CORS-004", "app.example.com", "Write https://app.example.com"),
                origin("BW-CORS-004", "Https://app.example.com", "Write https://app.example.com"),
                origin("BW-CORS-004", "ht^tp://app.example.com", "Most likely the scheme is https"),
                origin("BW-CORS-004", "a".repeat(65) + "://app", "Most likely the scheme is https"),
                origin("BW-CORS-004", "\"*.example.com\"", "Without quotes: write https://*.example.com."),
                origin("BW-CORS-004", "'https://app.example.com'", "Without quotes: write https://app.example.com."),
                origin("BW-CORS-004", "\"*\"", "Without quotes: write *."),
                origin("BW-CORS-005", "https://App.example.com", "Write https://app.example.com"),
                origin("BW-CORS-005", "https://b\u00fccher.example", "write https://xn--bcher-kva.example"),
                origin("BW-CORS-006", "https://xn--99999999.example", "Copy the name from where it is registered"),
                origin("BW-CORS-006", "https://app..example", "without double dots"),
                origin("BW-CORS-007", "https://" + "a".repeat(64) + ".example", "Shorten it"),
                origin("BW-CORS-007", "https://" + "a.".repeat(130) + "example", "Shorten it"),
                origin("BW-CORS-008", APP + "/", "Drop the slash: write " + APP + "."),
                origin("BW-CORS-008", APP + "/page", "no path, query or fragment"),
                origin("BW-CORS-008", "https://me@app.example.com", "write what stands behind the @"),
                origin("BW-CORS-008", APP + " ", "Remove the spaces"),
                origin("BW-CORS-009", APP + ":443", "drop :443"),
                origin("BW-CORS-009", APP + ":0", "Correct or drop :0"),
                origin("BW-CORS-009", APP + ":", "Correct or drop :"),
                origin("BW-CORS-010", "http://0x7f.1", "write it as 192.0.2.1"),
                origin("BW-CORS-011", "https://[2001:db8:0:0::1]", ":: for the longest run of zeros"),
                origin("BW-CORS-011", "https://[fe80::1%25eth0]", "Write it as browsers do"),
                origin("BW-CORS-011", "https://2001:db8::1", "Write [2001:db8::1]:8443"),
                origin("BW-CORS-012", "https://app.*.example.com", "Write https://*.example.org"),
                origin("BW-CORS-012", "https://*.192.0.2.1", "drop the *"),
                origin("BW-CORS-012", APP + ":8*", "Write :* or list the ports"),
                origin("BW-CORS-012", "*://app.example.com", "Name each scheme"),
                credentialedOrigin("BW-CORS-013", "*", "list the origins, or do not allow credentials"),
                origin("BW-CORS-014", "https://*.co.uk", "as in https://*.example.co.uk"),
                origin("BW-CORS-014", "https://*.github.io", "as in https://*.example.github.io"),
                credentialedOrigin("BW-CORS-014", "https://*.github.io", "name your domain"),
                credentialedOrigin("BW-CORS-015", "http://app.example.com", "use https"),
                new Row(
                        "BW-CORS-016",
                        false,
                        "allowed-origins[1]",
                        APP,
                        "Remove it: " + APP,
                        policy -> policy.allowedOrigins(List.of(APP, APP))),
                new Row(
                        "BW-CORS-016",
                        false,
                        "allowed-origins[0]",
                        APP,
                        "https://*.example.com:* allows it already",
                        policy -> policy.allowedOrigins(List.of(APP, "https://*.example.com:*"))),
                new Row(
                        "BW-CORS-016",
                        false,
                        "allowed-origins[0]",
                        APP,
                        "* allows it already",
                        policy -> policy.allowedOrigins(List.of(APP, "*"))),
                origin("BW-CORS-017", APP + ",https://b.example", "Make each origin an element"),
                method("BW-CORS-018", true, "GET,PUT", "Name one method per element"),
                method("BW-CORS-019", true, "trace", "no page can send it"),
                method("BW-CORS-020", false, "delete", "It is read as DELETE"),
                method("BW-CORS-020", false, "patch", "write PATCH"),
                header("BW-CORS-022", true, "allowed-headers[0]", "X Foo", "Name one header per element"),
                header("BW-CORS-023", true, "allowed-headers[0]", "Sec-Token", "browsers do not let pages set it"),
                header(
                        "BW-CORS-024",
                        true,
                        "allowed-headers[0]",
                        "Access-Control-Max-Age",
                        "it belongs into responses"),
                header("BW-CORS-025", false, "allowed-headers", "*", "does not cover Authorization"),
                exposed("BW-CORS-026", "X:Rate", "Name one header per element"),
                exposed("BW-CORS-027", "Set-Cookie", "browsers never show cookies to pages"),
                exposed("BW-CORS-028", "Cookie", "no page reads it from a response"),
                new Row(
                        "BW-CORS-029",
                        true,
                        "exposed-headers[0]",
                        "*",
                        "name the headers",
                        policy -> policy.exposedHeaders(List.of("*")).allowCredentials(true)),
                maxAge("BW-CORS-030", true, "PT-2S", "2h is what Chromium grants"),
                maxAge("BW-CORS-030", true, "PT25H", "No browser keeps it longer than 24h"),
                maxAge("BW-CORS-034", false, "PT3H", "Only Firefox keeps it longer"),
                path("BW-PATH-001", true, "api/**", "Write /api/**"),
                path("BW-PATH-001", true, "\"/api/**\"", "Without quotes: write /api/**."),
                path("BW-PATH-002", true, "/api/x?y=1", "not regular expressions"),
                path("BW-PATH-003", false, "/api/*", "did you mean /api/**?"),
                path("BW-PATH-009", false, "/api/.*", "looks like a regular expression"),
                new Row(
                        "BW-CORS-035",
                        false,
                        "on-disallowed",
                        "reject",
                        "name the origins",
                        policy -> policy.allowedOrigins(List.of("*")).onDisallowed(OnDisallowed.REJECT)),
                new Row(
                        "BW-CORS-036",
                        false,
                        "allowed-origins[0]",
                        "http://app.example.com",
                        "whoever sits on the network",
                        policy -> policy.allowedOrigins(List.of("http://app.example.com"))
                                .allowCredentials(true)
                                .dangerouslyTolerateInsecureOrigins(true)),
                new Row(
                        "BW-CORS-037",
                        false,
                        "allowed-origins[0]",
                        "https://*.github.io",
                        "whoever registers a name below .github.io",
                        policy -> policy.allowedOrigins(List.of("https://*.github.io"))
                                .dangerouslyToleratePublicSuffixes(true)),
                new Row(
                        "BW-CORS-038",
                        false,
                        "dangerously-tolerate-public-suffixes",
                        "true",
                        "no origin needs it",
                        policy -> policy.dangerouslyToleratePublicSuffixes(true)),
                new Row(
                        "BW-CORS-038",
                        false,
                        "dangerously-tolerate-insecure-origins",
                        "true",
                        "no origin needs it",
                        policy -> policy.dangerouslyTolerateInsecureOrigins(true)),
                new Row(
                        "BW-CORS-045",
                        true,
                        "allowed-origins",
                        APP + ", none",
                        "Remove none",
                        policy -> policy.allowedOrigins(List.of(APP, "none"))));
    }

    private static List<Problem> found(CorsPolicy.Builder policy) {
        try {
            return policy.build().warnings();
        } catch (InvalidPolicyException invalid) {
            return invalid.problems();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_fault_is_said_with_code_place_value_and_fix(Row row) {
        CorsPolicy.Builder policy = CorsPolicy.builder().allowedOrigins(List.of(APP));

        List<Problem> found = found(row.with.apply(policy));

        assertThat(found)
                .filteredOn(problem -> problem.code().equals(row.code))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.isError()).isEqualTo(row.error);
                    assertThat(problem.path()).isEqualTo(row.path);
                    assertThat(problem.value()).isEqualTo(row.value);
                    assertThat(problem.expected()).isNotBlank();
                    assertThat(problem.fix()).contains(row.fix);
                });
        assertThat(found).filteredOn(Problem::isError).hasSize(row.error ? 1 : 0);
    }

    @Test
    void safelisted_methods_may_be_listed_without_a_word() {
        CorsPolicy.Builder policy =
                CorsPolicy.builder().allowedOrigins(List.of(APP)).allowedMethods(List.of("GET", "HEAD", "POST"));

        assertThat(found(policy)).isEmpty();
    }

    @Test
    void twenty_faults_are_said_at_once() {
        CorsPolicy.Builder policy = CorsPolicy.builder()
                .paths(List.of("api", "/api/***"))
                .allowedOrigins(List.of(
                        "null",
                        "file://x",
                        "app.example.com",
                        "https://APP.example.com",
                        "https://a..example.com",
                        APP + "/",
                        APP + ":443",
                        "http://1.2.3",
                        "https://[::0001]",
                        "https://*",
                        "*",
                        "https://*.github.io",
                        "http://plain.example.com"))
                .allowedMethods(List.of("A B", "TRACE"))
                .allowedHeaders(List.of("A B", "Cookie", "Access-Control-Allow-Origin"))
                .exposedHeaders(List.of("A B", "Set-Cookie", "Origin", "*"))
                .timingAllowOrigin(List.of(APP + "/"))
                .allowCredentials(true)
                .maxAge(Duration.ofDays(2));

        assertThat(found(policy))
                .filteredOn(Problem::isError)
                .extracting(Problem::code, Problem::path)
                .containsExactlyInAnyOrder(
                        tuple("BW-PATH-001", "paths[0]"),
                        tuple("BW-PATH-002", "paths[1]"),
                        tuple("BW-CORS-002", "allowed-origins[0]"),
                        tuple("BW-CORS-003", "allowed-origins[1]"),
                        tuple("BW-CORS-004", "allowed-origins[2]"),
                        tuple("BW-CORS-005", "allowed-origins[3]"),
                        tuple("BW-CORS-006", "allowed-origins[4]"),
                        tuple("BW-CORS-008", "allowed-origins[5]"),
                        tuple("BW-CORS-009", "allowed-origins[6]"),
                        tuple("BW-CORS-010", "allowed-origins[7]"),
                        tuple("BW-CORS-011", "allowed-origins[8]"),
                        tuple("BW-CORS-012", "allowed-origins[9]"),
                        tuple("BW-CORS-013", "allowed-origins[10]"),
                        tuple("BW-CORS-014", "allowed-origins[11]"),
                        tuple("BW-CORS-015", "allowed-origins[12]"),
                        tuple("BW-CORS-018", "allowed-methods[0]"),
                        tuple("BW-CORS-019", "allowed-methods[1]"),
                        tuple("BW-CORS-022", "allowed-headers[0]"),
                        tuple("BW-CORS-023", "allowed-headers[1]"),
                        tuple("BW-CORS-024", "allowed-headers[2]"),
                        tuple("BW-CORS-026", "exposed-headers[0]"),
                        tuple("BW-CORS-027", "exposed-headers[1]"),
                        tuple("BW-CORS-028", "exposed-headers[2]"),
                        tuple("BW-CORS-029", "exposed-headers[3]"),
                        tuple("BW-CORS-008", "timing-allow-origin[0]"),
                        tuple("BW-CORS-030", "max-age"));
    }
}
