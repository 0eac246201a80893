/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.contract.RawAnswer;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What cross-origin requests are told, case by case, over bare sockets on a real server. One service for all: each case
 * puts its policies into force. Answers that no origin may read are <i>bare</i>: they have no {@code Access-Control-*}
 * header at all.
 */
@Tag("container")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CorsCasesTest {
    private static final String APP = "Origin: " + WirePolicies.APP;
    private static final String EVIL = "Origin: https://evil.com";
    private static final String PUT = "Access-Control-Request-Method: PUT";
    private static final String[] PREFLIGHT_VARY = {
        "origin", "access-control-request-method", "access-control-request-headers"
    };

    private WireService service;

    @BeforeAll
    void start() throws Exception {
        service = WireService.with(WirePolicies.p1());
    }

    @AfterAll
    void stop() throws Exception {
        service.close();
    }

    /** Sends one request under these settings, and checks whether the application was called for it. */
    private RawAnswer send(Map<String, String> settings, boolean reaches, String methodAndPath, String... headers)
            throws IOException {
        service.use(settings);
        int before = service.scenes.reached.get();
        RawAnswer answer = service.send(methodAndPath, headers);
        assertThat(service.scenes.reached.get() > before)
                .as("called the application")
                .isEqualTo(reaches);
        return answer;
    }

    private RawAnswer get(String... headers) throws IOException {
        return send(WirePolicies.p1(), true, "GET /", headers);
    }

    private RawAnswer preflight(Map<String, String> settings, String... headers) throws IOException {
        String[] lines = Arrays.copyOf(headers, headers.length + 1);
        lines[headers.length] = APP;
        return send(settings, false, "OPTIONS /", lines);
    }

    private static void assertBare(RawAnswer answer) {
        assertThat(answer.lines())
                .noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    /** As P1 says, for this origin. */
    private static void assertShared(RawAnswer answer, String origin) {
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(origin);
        assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(answer.header("Access-Control-Expose-Headers")).hasSize(1);
        assertThat(lower(answer, "Access-Control-Expose-Headers")).containsOnlyOnce("x-rate");
        assertVaries(answer);
        assertThat(answer.header("Access-Control-Allow-Methods")).isEmpty();
        assertThat(answer.header("Access-Control-Allow-Headers")).isEmpty();
        assertThat(answer.header("Access-Control-Max-Age")).isEmpty();
    }

    private static void assertVaries(RawAnswer answer) {
        assertThat(answer.header("Vary")).hasSize(1);
        assertThat(lower(answer, "Vary")).containsOnlyOnce("origin").doesNotHaveDuplicates();
    }

    private static void assertRefusedPreflight(RawAnswer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertBare(answer);
        assertPreflightVary(answer);
        assertThat(answer.text()).isEmpty();
    }

    private static void assertPreflightVary(RawAnswer answer) {
        assertThat(answer.header("Vary")).hasSize(1);
        assertThat(lower(answer, "Vary")).containsExactlyInAnyOrder(PREFLIGHT_VARY);
    }

    private static List<String> lower(RawAnswer answer, String name) {
        return answer.elements(name).stream()
                .map(element -> element.toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void c1RequestsWithoutAnOriginAreBareAndVaryByIt() throws Exception {
        RawAnswer answer = get();
        assertThat(answer.status()).isEqualTo(200);
        assertBare(answer);
        assertVaries(answer);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "C2, https://app.example.com",
        "C18, https://a.example.org",
        "C19, https://a.b.c.example.org",
        "C30, http://localhost",
        "C31, http://localhost:5173",
        "beside, https://[2001:db8::1]:8443",
    })
    void anOriginThatIsAllowedReads(String id, String origin) throws Exception {
        RawAnswer answer = get("Origin: " + origin);
        assertThat(answer.status()).isEqualTo(200);
        assertShared(answer, origin);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "C3, https://evil.com",
        "C7, https://APP.example.com",
        "C8, https://app.example.com/",
        "C9, https://app.example.com:443",
        "C10, http://app.example.com",
        "C11, https://app.example.com.evil.com",
        "C12, https://evilapp.example.com",
        "C13, null",
        "C14, ''",
        "C17, https://app.example.com https://evil.com",
        "C20, https://example.org",
        "C21, https://.example.org",
        "C22, https://notexample.org",
        "C23, https://a.example.org.evil.com",
        "beside, 'https://app.example.com, https://evil.com'",
        "beside, https://evil.com/x.example.org",
        "beside, https://evil.com#.example.org",
        "beside, https://evil.com%2f.example.org",
        "beside, https://user@a.example.org",
        "beside, https://a.example.org:8443",
        "beside, https://a.example.org.",
        "beside, https://a..example.org",
        "beside, http://localhost.evil.com",
        "beside, http://localhost:99999",
        "beside, http://localhost:080",
        "beside, http://localhost:",
        "beside, https://[2001:db8:0::1]:8443",
        "beside, HTTPS://app.example.com",
        "beside, *",
    })
    void anyOtherOriginDoesNotThoughTheApplicationRuns(String id, String origin) throws Exception {
        RawAnswer answer = get("Origin: " + origin);
        assertThat(answer.status()).isEqualTo(200);
        assertBare(answer);
        assertVaries(answer);
    }

    @Test
    void twoOriginsAreNone() throws Exception {
        for (String[] lines : new String[][] {{APP, EVIL}, {EVIL, APP}, {APP, APP}}) {
            RawAnswer answer = get(lines);
            assertBare(answer);
            assertVaries(answer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "C4, 403, https://evil.com, localhost, '', ''",
        "C5, 200, https://h, h, Sec-Fetch-Site: same-origin, ''",
        "C6, 200, https://h, h, '', X-Forwarded-Proto: https",
        "beside, 403, https://h, other, '', ''",
        "beside, 403, https://h, h, Sec-Fetch-Site: cross-site, ''",
    })
    void inRejectModeTheyAreRefusedBeforeTheApplication(
            String id, int status, String origin, String host, String site, String forwarded) throws Exception {
        List<String> lines = new ArrayList<>(List.of("Origin: " + origin, "Host: " + host, "Content-Length: 0"));
        lines.addAll(List.of(site, forwarded));
        lines.removeIf(String::isEmpty);
        Map<String, String> reject = WirePolicies.p1With("on-disallowed", "reject");
        RawAnswer answer = send(reject, status == 200, "POST /", lines.toArray(new String[0]));
        assertThat(answer.status()).isEqualTo(status);
        assertBare(answer);
        assertVaries(answer);
    }

    @Test
    void inRejectModeTheAllowedReadAndPreflightsAreAsEver() throws Exception {
        Map<String, String> reject = WirePolicies.p1With("on-disallowed", "reject");
        assertShared(send(reject, true, "GET /", APP), WirePolicies.APP);
        assertBare(send(reject, true, "GET /"));
        assertThat(preflight(reject, PUT).status()).isEqualTo(204);
        assertRefusedPreflight(send(reject, false, "OPTIONS /", EVIL, PUT));
    }

    @Test
    void c38PunycodeIsComparedAsItStandsAndUnicodeIsNoOrigin() throws Exception {
        Map<String, String> settings = WirePolicies.p1With("allowed-origins", "https://xn--bcher-kva.example");
        assertShared(
                send(settings, true, "GET /", "Origin: https://xn--bcher-kva.example"),
                "https://xn--bcher-kva.example");

        byte[] utf8 = "https://b\u00fccher.example".getBytes(StandardCharsets.UTF_8);
        service.use(settings);
        RawAnswer answer = service.send("GET /", "Origin: " + new String(utf8, StandardCharsets.ISO_8859_1));
        // Some containers refuse such a line by themselves.
        assertThat(answer.status()).isIn(200, 400);
        assertBare(answer);
    }

    @Test
    void c40AnEndlessOriginIsNone() throws Exception {
        // As long as every container in its standard settings lets a head be; a longer one it refuses itself.
        RawAnswer long7 = get("Origin: https://" + "a".repeat(7_000) + ".example.org");
        assertThat(long7.status()).isEqualTo(200);
        assertBare(long7);
        RawAnswer long10 = service.send("GET /", "Origin: https://" + "a".repeat(10_000) + ".example.org");
        assertThat(long10.status()).isIn(200, 400, 431);
        assertBare(long10);
    }

    @Test
    void c41APreflightIsAnsweredInFull() throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1(), PUT, "Access-Control-Request-Headers: content-type,x-foo");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(WirePolicies.APP);
        assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(answer.elements("Access-Control-Allow-Methods")).containsOnlyOnce("PUT");
        assertThat(lower(answer, "Access-Control-Allow-Headers")).containsOnlyOnce("content-type", "x-foo");
        assertThat(answer.header("Access-Control-Max-Age")).containsExactly("600");
        assertThat(answer.header("Access-Control-Expose-Headers")).isEmpty();
        assertThat(answer.header("Content-Length")).isEmpty();
        assertPreflightVary(answer);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "C42, POST, ''",
        "C50, PUT, X-Foo",
        "beside, GET, ''",
        "beside, PATCH, 'authorization,content-type,x-foo'",
        "beside, DELETE, ' content-type , x-foo '",
        "beside, PUT, 'content-type,,x-foo,'",
    })
    void aPreflightForWhatIsAllowedIsGranted(String id, String method, String names) throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1(), asks(method, names));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(WirePolicies.APP);
        assertThat(answer.header("Access-Control-Allow-Private-Network")).isEmpty();
    }

    private static String[] asks(String method, String names) {
        String asked = "Access-Control-Request-Method: " + method;
        return names.isEmpty()
                ? new String[] {asked}
                : new String[] {asked, "Access-Control-Request-Headers: " + names};
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "C43, PURGE, ''",
        "C48, PUT, x-bad",
        "C49, PUT, 'x-bad,x-foo'",
        "beside, PUT, 'x-foo,x-bad'",
        "beside, patch, ''",
        "beside, put, ''",
        "beside, '', ''",
        "beside, PUT, 'x-foo x-foo'",
        "beside, PUT, ',,,,,,,,,,,,,,,,,,,,,,'",
        "beside, PUT, *",
    })
    void aPreflightForAnythingElseIsRefused(String id, String method, String names) throws Exception {
        assertRefusedPreflight(preflight(WirePolicies.p1(), asks(method, names)));
    }

    @Test
    void aPreflightMaySplitItsNamesOverLines() throws Exception {
        String[] good = {PUT, "Access-Control-Request-Headers: content-type", "Access-Control-Request-Headers: x-foo"};
        assertThat(preflight(WirePolicies.p1(), good).status()).isEqualTo(204);
        String[] bad = {PUT, "Access-Control-Request-Headers: content-type", "Access-Control-Request-Headers: x-bad"};
        assertRefusedPreflight(preflight(WirePolicies.p1(), bad));
    }

    @Test
    void c58APreflightOfAForeignOriginIsRefused() throws Exception {
        assertRefusedPreflight(send(WirePolicies.p1(), false, "OPTIONS /", EVIL, PUT));
    }

    @Test
    void c59OptionsWithoutARequestedMethodIsARequestLikeOthers() throws Exception {
        RawAnswer answer = send(WirePolicies.p1(), true, "OPTIONS /", APP);
        assertShared(answer, WirePolicies.APP);
        assertThat(answer.header("Allow")).containsExactly("GET, BREW");
    }

    @Test
    void c61PlainOptionsAreTheApplications() throws Exception {
        RawAnswer answer = send(WirePolicies.p1(), true, "OPTIONS /");
        assertThat(answer.header("Allow")).containsExactly("GET, BREW");
        assertBare(answer);
    }

    @Test
    void c62GetIsNoPreflightWhateverItAsksFor() throws Exception {
        assertShared(get(APP, PUT), WirePolicies.APP);
    }

    @Test
    void c63PrivateNetworksAreNotAskedForAnyMore() throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1(), PUT, "Access-Control-Request-Private-Network: true");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Private-Network")).isEmpty();
    }

    @Test
    void c64WhereEveryOriginReadsNothingVaries() throws Exception {
        RawAnswer answer = send(WirePolicies.p2(), true, "GET /", EVIL);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
        assertThat(answer.elements("Vary")).doesNotContain("Origin", "origin");
    }

    @Test
    void c66AuthorizationIsNamedBesideTheStar() throws Exception {
        String[] asked = asks("DELETE", "authorization");
        RawAnswer answer = preflight(WirePolicies.p2(), asked);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Allow-Methods")).containsExactly("*");
        assertThat(lower(answer, "Access-Control-Allow-Headers")).contains("authorization");
    }

    @Test
    void c68WithCredentialsTheStarIsWrittenOut() throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1With("allowed-headers", "*"), asks("PUT", "x-a,x-b"));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(lower(answer, "Access-Control-Allow-Headers")).containsExactlyInAnyOrder("x-a", "x-b");
    }

    @Test
    void c69NeverToBeRememberedIsZero() throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1With("max-age", "0s"), PUT);
        assertThat(answer.header("Access-Control-Max-Age")).containsExactly("0");
    }

    @Test
    void c70NothingIsSaidOfAgeIfNothingIsConfigured() throws Exception {
        RawAnswer answer = preflight(WirePolicies.p1Without("max-age"), PUT);
        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.header("Access-Control-Max-Age")).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "C71, /throw, 500",
        "C72, /send-error-404, 404",
        "C73, /reset-429, 429",
        "C75, /async-timeout, 500",
        "C76, /forward, 200",
        "C77, /flush, 200",
        "beside, /cors-too, 200",
        "beside, /reset, 200",
        "beside, /async-send-error, 503",
    })
    void whateverBecomesOfTheRequestItsOriginReadsIt(String id, String path, int status) throws Exception {
        RawAnswer answer = send(WirePolicies.p1(), true, "GET " + path, APP);
        assertThat(answer.status()).isEqualTo(status);
        assertShared(answer, WirePolicies.APP);
        // Tomcat looks for timeouts once in a second.
        if (!path.equals("/async-timeout")) {
            assertBare(send(WirePolicies.p1(), true, "GET " + path, EVIL));
        }
    }

    @Test
    void c73OurOwnRefusalIsReadableToo() throws Exception {
        Map<String, String> limited = new HashMap<>(WirePolicies.p1());
        limited.put("rate-limit.policies[0].name", "one");
        limited.put("rate-limit.policies[0].limits", "1 per hour");
        send(limited, true, "GET /", APP);
        RawAnswer answer = send(limited, false, "GET /", APP);
        assertThat(answer.status()).isEqualTo(429);
        assertShared(answer, WirePolicies.APP);
        assertThat(answer.header("Retry-After")).containsExactly("3600");
        assertThat(lower(answer, "Access-Control-Expose-Headers")).contains("retry-after", "ratelimit");
    }

    @Test
    void c80VaryByEverythingIsLeftAsItIs() throws Exception {
        for (String origin : List.of(APP, EVIL, "X-No-Origin: at all")) {
            assertThat(send(WirePolicies.p1(), true, "GET /vary-anything", origin)
                            .header("Vary"))
                    .containsExactly("*");
        }
        RawAnswer merged = send(WirePolicies.p1(), true, "GET /vary-also", APP);
        assertThat(merged.header("Vary")).hasSize(1);
        assertThat(lower(merged, "Vary")).containsExactlyInAnyOrder("origin", "cookie", "accept");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "C81, /api/x, true",
        "C82, /apix, false",
        "C83, /api, true",
        "C84, /API/x, false",
        "C86, /api/a+b, true",
        "C87, /api;v=1/x, true",
        "beside, /%61pi/x, true",
        "beside, /other, false",
        "beside, /, false",
    })
    void aPolicyHoldsBelowItsPath(String id, String path, boolean holds) throws Exception {
        RawAnswer answer = send(WirePolicies.byPath(), true, "GET " + path, APP);
        assertThat(answer.status()).isEqualTo(200);
        if (holds) {
            assertShared(answer, WirePolicies.APP);
        } else {
            assertBare(answer);
            assertThat(answer.header("Vary")).isEmpty();
        }
    }

    @Test
    void aPathHasOnePolicyAlone() throws Exception {
        RawAnswer answer = send(WirePolicies.byPath(), true, "GET /public/x", APP);
        assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(answer.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void c88PreflightsToOtherPathsAreTheApplications() throws Exception {
        RawAnswer answer = send(WirePolicies.byPath(), true, "OPTIONS /other", APP, PUT);
        assertThat(answer.header("Allow")).containsExactly("GET, BREW");
        assertBare(answer);
    }

    @ParameterizedTest(name = "C89 listed as {0}")
    @ValueSource(ints = {0, 2})
    void c89TheMostSpecificPathWinsWhereverItStands(int place) throws Exception {
        Map<String, String> policies = new HashMap<>(WirePolicies.p1());
        policies.replace("cors.policies[0].paths", "/api/**");
        if (place == 0) {
            Map<String, String> moved = new HashMap<>();
            policies.forEach((key, value) -> moved.put(key.replace("[0]", "[1]"), value));
            policies = moved;
        } else {
            policies.putAll(WirePolicies.at(1, "/public/**", Map.of("allowed-origins", "*")));
        }
        policies.putAll(
                WirePolicies.at(place, "/api/admin/**", Map.of("allowed-origins", "https://admin.example.com")));
        assertBare(send(policies, true, "GET /api/admin/x", APP));
        assertShared(send(policies, true, "GET /api/x", APP), WirePolicies.APP);
    }

    @Test
    void c91AWebSocketIsOpenedForAllowedOriginsAndOtherPrograms() throws Exception {
        String[] upgrade = {
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        };
        RawAnswer evil = send(WirePolicies.p1(), false, "GET /", with(upgrade, EVIL));
        assertThat(evil.status()).isEqualTo(403);
        assertBare(evil);
        assertVaries(evil);
        assertThat(send(WirePolicies.p1(), true, "GET /", with(upgrade, APP)).status())
                .isEqualTo(200);
        assertThat(send(WirePolicies.p1(), true, "GET /", upgrade).status()).isEqualTo(200);
    }

    private static String[] with(String[] lines, String more) {
        String[] all = Arrays.copyOf(lines, lines.length + 1);
        all[lines.length] = more;
        return all;
    }

    @Test
    void c92AnInvalidPolicyLeavesTheOldOneInForce() throws Exception {
        service.use(WirePolicies.p1());
        assertThatThrownBy(() -> service.use(WirePolicies.p1With("allowed-origins", "*")))
                .isInstanceOfSatisfying(
                        InvalidPolicyException.class,
                        invalid -> assertThat(invalid.problems())
                                .filteredOn(Problem::isError)
                                .extracting(Problem::code)
                                .containsExactly("BW-CORS-013"));
        assertShared(get(APP), WirePolicies.APP);
        assertBare(get(EVIL));
    }

    @Test
    void c93DebuggingNamesTheReason() throws Exception {
        String[] asked = asks("PUT", "x-bad");
        Map<String, String> debugged = new HashMap<>(WirePolicies.p1());
        debugged.put("cors.debug", "true");
        RawAnswer told = preflight(debugged, asked);
        assertRefusedPreflight(told);
        assertThat(told.lines()).anyMatch(line -> line.endsWith(": header-not-allowed:x-bad"));
        assertThat(preflight(WirePolicies.p1(), asked).lines()).noneMatch(line -> line.contains("not-allowed"));
    }

    @Test
    void c94NothingOfARequestIsReflected() throws Exception {
        RawAnswer answer = get("Vary: X", APP, "Access-Control-Allow-Origin: https://evil.com");
        assertShared(answer, WirePolicies.APP);
        assertThat(lower(answer, "Vary")).containsExactly("origin");
    }
}
