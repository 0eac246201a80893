/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.headers.HeadersPolicy;
import dev.breakwater.headers.HeadersPreset;
import dev.breakwater.headers.Reporting;
import dev.breakwater.headers.SecurityHeadersGuard;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What responses carry, case by case, over bare sockets on a real server. One service for all: each case puts its settings
 * into force. The test's own connection is a proxy that may say what the client used.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeaderCasesTest {
    private static final String CSP = "Content-Security-Policy";
    private static final String REPORT_ONLY = "Content-Security-Policy-Report-Only";
    private static final String HSTS = "Strict-Transport-Security";
    private static final String CACHE_CONTROL = "Cache-Control";
    private static final String HTTPS = "X-Forwarded-Proto: https";
    private static final String TWO_YEARS = "max-age=63072000; includeSubDomains";

    private static final Map<String, String> API = Map.ofEntries(
            Map.entry(CSP, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
            Map.entry("X-Content-Type-Options", "nosniff"),
            Map.entry("X-Frame-Options", "DENY"),
            Map.entry("Referrer-Policy", "no-referrer"),
            Map.entry("Cross-Origin-Opener-Policy", "same-origin"),
            Map.entry("Cross-Origin-Embedder-Policy", "require-corp"),
            Map.entry("Cross-Origin-Resource-Policy", "same-origin"),
            Map.entry("X-Permitted-Cross-Domain-Policies", "none"),
            Map.entry("X-DNS-Prefetch-Control", "off"),
            Map.entry("X-XSS-Protection", "0"),
            Map.entry(CACHE_CONTROL, "no-store, max-age=0"));

    private WireService service;

    @BeforeAll
    void start() throws Exception {
        service = WireService.with(preset("api"));
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    private static Map<String, String> preset(String preset, String... more) {
        Map<String, String> settings =
                new HashMap<>(Map.of("headers.preset", preset, "caller.trusted-proxies", "127.0.0.0/8, ::1"));
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        return settings;
    }

    private static Map<String, String> distrusting(Map<String, String> settings) {
        Map<String, String> without = new HashMap<>(settings);
        without.remove("caller.trusted-proxies");
        return without;
    }

    private RawAnswer get(Map<String, String> settings, String path, String... headers) throws IOException {
        service.use(settings);
        return service.send("GET " + path, headers);
    }

    private static void assertApi(RawAnswer answer) {
        API.forEach((name, value) -> assertThat(answer.header(name)).as(name).containsExactly(value));
        assertThat(answer.header("Permissions-Policy"))
                .singleElement()
                .asString()
                .contains("camera=()");
    }

    /** The nonce in the policy, which is what the application was told, wherever it has said so. */
    private static String nonce(RawAnswer answer) {
        String nonce = nonceOf(answer, CSP);
        assertThat(nonce).hasSizeGreaterThanOrEqualTo(22);
        List<String> told = new ArrayList<>(answer.header("Test-Nonce"));
        String text = answer.text();
        for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
            told.add(text.substring(at + 1, text.indexOf('>', at)));
        }
        assertThat(told).isNotEmpty().containsOnly(nonce);
        return nonce;
    }

    private static String nonceOf(RawAnswer answer, String header) {
        assertThat(answer.header(header)).as(header).hasSize(1);
        String policy = answer.header(header).get(0);
        String scripts = policy.substring(policy.indexOf("script-src 'nonce-") + 18);
        return scripts.substring(0, scripts.indexOf('\''));
    }

    @Test
    void h1PlainHttpHasEverythingButHsts() throws Exception {
        RawAnswer answer = get(preset("api"), "/plain");
        assertApi(answer);
        assertThat(answer.header(HSTS)).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}, {2}, trusted: {3}")
    @CsvSource({
        "H3, x-forwarded-for, X-Forwarded-Proto: https, true, true",
        "H4, x-forwarded-for, X-Forwarded-Proto: https, false, false",
        "H5, forwarded, Forwarded: proto=https, true, true",
        "H5, forwarded, Forwarded: proto=https, false, false",
        "H5, x-forwarded-for, Forwarded: proto=https, true, false",
        "beside, forwarded, X-Forwarded-Proto: https, true, false",
        "beside, x-forwarded-for, X-Forwarded-Proto: http, true, false",
    })
    void theClientsSchemeIsBelievedFromTrustedProxiesAlone(
            String id, String read, String line, boolean trusted, boolean secure) throws Exception {
        Map<String, String> settings = preset("api", "caller.forwarded-header", read);
        RawAnswer answer = get(trusted ? settings : distrusting(settings), "/plain", line);
        assertThat(answer.header(HSTS)).isEqualTo(secure ? List.of(TWO_YEARS) : List.of());
        assertApi(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"html", "html-strict"})
    void h7APageHasANonceThatNoOtherHasAndIsNotKept(String preset) throws Exception {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            RawAnswer answer = get(preset(preset), "/plain");
            assertThat(nonces.add(nonce(answer))).isTrue();
            assertThat(answer.header(CACHE_CONTROL)).containsExactly("no-store");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/forward",
                "/forward-forward",
                "/include",
                "/include-alone",
                "/throw",
                "/send-error-404",
                "/forward-throw",
                "/forward-send-error",
                "/reset",
                "/async",
                "/async-dispatch",
                "/async-dispatch-forward",
                "/async-dispatch-throw",
                "/async-send-error",
            })
    void h8TheNonceIsTheSameWhicheverServletAsks(String path) throws Exception {
        for (String[] told : new String[][] {{}, {"Test-Nonce: yes"}}) {
            RawAnswer answer = get(preset("html"), path, told);
            nonce(answer);
            assertThat(answer.header(CACHE_CONTROL)).singleElement().asString().contains("no-store");
        }
    }

    @Test
    void h9RequestsAreUpgradedOnlyWhereTheClientHasTls() throws Exception {
        assertThat(get(preset("html"), "/plain").header(CSP).get(0)).doesNotContain("upgrade-insecure-requests");
        RawAnswer secure = get(preset("html"), "/plain", HTTPS);
        assertThat(secure.header(CSP).get(0)).contains("; upgrade-insecure-requests");
        assertThat(secure.header(HSTS)).containsExactly(TWO_YEARS);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "H11, /not-modified, 304",
        "H11, /no-content, 204",
        "H12, /redirect, 302",
        "H12, /see-other, 303",
        "H16, /reset, 200",
        "H17, /forward, 200",
        "H19, /long-length, 200",
        "beside, /int-length, 200",
        "beside, /length-flush, 200",
    })
    void everyResponseCarriesTheSet(String id, String path, int status) throws Exception {
        for (String method : List.of("GET ", "HEAD ")) {
            service.use(preset("api"));
            RawAnswer answer = service.send(method + path, HTTPS);
            assertThat(answer.status()).isEqualTo(status);
            assertApi(answer);
            assertThat(answer.header(HSTS)).containsExactly(TWO_YEARS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"api", "html", "html-strict", "static"})
    void h14AServiceDoesNotNameWhatItIsMadeOf(String preset) throws Exception {
        RawAnswer answer = get(preset(preset), "/names-itself");
        assertThat(answer.header("Server")).isEmpty();
        assertThat(answer.header("X-Powered-By")).isEmpty();
    }

    @Test
    void h15TheApplicationSaysWhatIsKeptUnlessTheNonceIsRead() throws Exception {
        assertThat(get(preset("api"), "/cached").header(CACHE_CONTROL)).containsExactly("public, max-age=60");
        assertThat(get(preset("html"), "/cached").header(CACHE_CONTROL)).containsExactly("public, max-age=60");
        RawAnswer read = get(preset("html"), "/cached-nonce");
        nonce(read);
        assertThat(read.header(CACHE_CONTROL)).containsExactly("no-store");
    }

    @Test
    void whatMayBeKeptIsNotKeptWhereItFailedOrWasRefused() throws Exception {
        Map<String, String> settings = preset(
                "api", "headers.rules[0].paths", "/**", "headers.rules[0].cache-control", "public, max-age=31536000");
        assertThat(get(settings, "/plain").header(CACHE_CONTROL)).containsExactly("public, max-age=31536000");
        for (String path : List.of("/send-error-404", "/set-status-500", "/bad-request", "/throw", "/forward-404")) {
            RawAnswer failed = get(settings, path);
            assertThat(failed.status()).isGreaterThanOrEqualTo(400);
            assertThat(failed.header(CACHE_CONTROL))
                    .as(path)
                    .singleElement()
                    .asString()
                    .contains("no-store");
        }
        assertThat(get(settings, "/redirect").header(CACHE_CONTROL)).containsExactly("no-store");
        assertThat(get(settings, "/see-other").header(CACHE_CONTROL)).containsExactly("no-store");
        assertThat(get(settings, "/not-modified").header(CACHE_CONTROL)).containsExactly("public, max-age=31536000");
        assertThat(get(settings, "/cached").header(CACHE_CONTROL)).containsExactly("public, max-age=60");
        Map<String, String> limited = new HashMap<>(settings);
        limited.put("rate-limit.policies[0].name", "none-at-all");
        limited.put("rate-limit.policies[0].limits", "0 per minute");
        RawAnswer refused = get(limited, "/plain");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header(CACHE_CONTROL)).containsExactly("no-store");
    }

    @Test
    void whatOneResponseLetsBeKeptIsNotKeptWhereItFailed() throws Exception {
        assertThat(get(preset("api"), "/pinned-cache").header(CACHE_CONTROL)).containsExactly("public, max-age=60");
        for (String path : List.of("/pinned-cache-throw", "/pinned-cache-404")) {
            assertThat(get(preset("api"), path).header(CACHE_CONTROL)).as(path).containsExactly("no-store");
        }
    }

    @Test
    void h20WhatOneResponseLetsInNoOtherDoes() throws Exception {
        service.use(preset("html"));
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                String host = "images-" + i + ".example";
                all.add(threads.submit(() -> {
                    appendsForItself(host);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void appendsForItself(String host) throws IOException {
        try (WireConnection connection = service.connect()) {
            for (int i = 0; i < 4; i++) {
                RawAnswer appended = connection.send(WireService.request("GET /append?" + host));
                assertThat(images(appended)).isEqualTo("img-src 'self' data: https://" + host);
                nonce(appended);
                RawAnswer next = connection.send(WireService.request("GET /plain"));
                assertThat(images(next)).isEqualTo("img-src 'self' data:");
                nonce(next);
            }
        }
    }

    private static String images(RawAnswer answer) {
        assertThat(answer.header(CSP)).hasSize(1);
        String policy = answer.header(CSP).get(0);
        int from = policy.indexOf("img-src");
        return policy.substring(from, policy.indexOf(';', from));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/append-throw", "/append-reset"})
    void h20WhatAResponseLetsInStandsOverItsErrorPageAndReset(String path) throws Exception {
        RawAnswer answer = get(preset("html"), path);
        assertThat(images(answer)).isEqualTo("img-src 'self' data: https://images.example");
        nonce(answer);
    }

    @Test
    void h22TwoPoliciesShareOneNonce() throws Exception {
        RawAnswer answer = get(
                preset(
                        "html",
                        "headers.content-security-policy-report-only",
                        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic'; base-uri 'none';"
                                + " form-action 'none'; frame-ancestors 'none'"),
                "/plain");
        assertThat(nonceOf(answer, REPORT_ONLY)).isEqualTo(nonce(answer));
    }

    @Test
    void h23ReportsHaveOneAddressInAllTheWordsThereAre() throws Exception {
        HeadersPolicy policy = HeadersPolicy.builder()
                .preset(HeadersPreset.HTML)
                .reporting(Reporting.toEndpoint("https://reports.example/csp"))
                .build();
        try (WireService reporting = WireService.with(preset("api"), new SecurityHeadersGuard(policy))) {
            RawAnswer secure = reporting.send("GET /plain", HTTPS);
            assertThat(secure.header("Reporting-Endpoints"))
                    .containsExactly("breakwater=\"https://reports.example/csp\"");
            assertThat(secure.header(CSP).get(0))
                    .contains("; report-uri https://reports.example/csp")
                    .contains("; report-to breakwater");
            RawAnswer plain = reporting.send("GET /plain");
            assertThat(plain.header("Reporting-Endpoints")).isEmpty();
            assertThat(plain.header(CSP).get(0)).contains("; report-uri ").doesNotContain("report-to");
        }
    }

    @ParameterizedTest(name = "H25 {0}")
    @CsvSource({"api, 0", "html, 0", "html-strict, 0", "static, 0", "none, ''"})
    void h25TheOldFilterIsNeverSwitchedOn(String preset, String value) throws Exception {
        assertThat(get(preset(preset), "/plain").header("X-XSS-Protection"))
                .isEqualTo(value.isEmpty() ? List.of() : List.of(value));
        assertThat(get(preset(preset, "headers.xss-protection", "omit"), "/plain")
                        .header("X-XSS-Protection"))
                .isEmpty();
        if (!preset.equals("none")) {
            assertThat(get(preset(preset), "/overwrite").header("X-XSS-Protection"))
                    .containsExactly(value);
        }
    }

    @Test
    void h26ALogoutForgetsEverythingOverTls() throws Exception {
        Map<String, String> settings = preset(
                "api",
                "headers.rules[0].paths",
                "/logout",
                "headers.rules[0].clear-site-data",
                "cache, cookies, storage");
        assertThat(get(settings, "/logout", HTTPS).header("Clear-Site-Data"))
                .containsExactly("\"cache\",\"cookies\",\"storage\"");
        assertThat(get(settings, "/logout").header("Clear-Site-Data")).isEmpty();
        assertThat(get(settings, "/plain", HTTPS).header("Clear-Site-Data")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/send-error-404", "/set-status-500", "/throw", "/throw-checked", "/reset-429", "/forward-404"})
    void aLogoutThatIsRefusedForgetsNothing(String path) throws Exception {
        Map<String, String> settings =
                preset("api", "headers.rules[0].paths", "/**", "headers.rules[0].clear-site-data", "cookies");
        RawAnswer refused = get(settings, path, HTTPS);
        assertThat(refused.status()).isGreaterThanOrEqualTo(400);
        assertThat(refused.header("Clear-Site-Data")).isEmpty();
        assertThat(get(settings, "/redirect", HTTPS).header("Clear-Site-Data")).containsExactly("\"cookies\"");
        assertThat(get(settings, "/reset", HTTPS).header("Clear-Site-Data")).containsExactly("\"cookies\"");
    }

    @Test
    void rulesByPathHoldForTheRequestsPathWhateverItIsForwardedTo() throws Exception {
        Map<String, String> settings =
                preset("api", "headers.rules[0].paths", "/forward", "headers.rules[0].preset", "html");
        RawAnswer page = get(settings, "/forward");
        nonce(page);
        assertThat(get(settings, "/plain").text()).isEqualTo("plain <null>");
        assertApi(get(settings, "/include"));
    }
}
