/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.Breakwater;
import dev.breakwater.Verdict;
import dev.breakwater.caller.CallerResolver;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsGuard;
import dev.breakwater.cors.CorsPolicy;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.exchange.HeaderRule;
import dev.breakwater.exchange.HeaderRules;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.exchange.TimeSource;
import dev.breakwater.health.HealthPolicy;
import dev.breakwater.ops.OperatorAccess;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.policy.Mode;
import dev.breakwater.policy.Problem;
import dev.breakwater.ratelimit.CallerKey;
import dev.breakwater.ratelimit.CountedRequests;
import dev.breakwater.ratelimit.Limit;
import dev.breakwater.ratelimit.OnStoreFailure;
import dev.breakwater.ratelimit.RateLimitDialect;
import dev.breakwater.ratelimit.RateLimitFields;
import dev.breakwater.ratelimit.RateLimitPolicy;
import dev.breakwater.requestlog.RequestLogGuard;
import dev.breakwater.runtime.BreakwaterRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each section of a configuration becomes. */
class BreakwaterSettingsTest {
    private static final String SECRET = "for-these-tests-alone";
    private static final String ORIGINS = "cors.policies[0].allowed-origins";
    private static final String TOKEN = "a-token-that-is-long-enough";
    private static final String GUIDE_MODEL = "gemini-1.5-flash";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Nested
    class WithoutAnyConfiguration {
        private final BreakwaterSettings settings = read(Map.of());

        @Test
        void protectionsThatNeedNoChoiceStand() {
            assertThat(settings.enabled()).isTrue();
            assertThat(settings.headers()).isNotNull();
            assertThat(settings.requestLog()).isNotNull();
            assertThat(settings.health()).isNotNull();
            assertThat(settings.prices()).isNotNull();
            assertThat(settings.warnings()).isEmpty();
            assertThat(settings.notices()).isEmpty();
        }

        @Test
        void nobodyIsLimitedAndNoOriginIsAllowed() {
            assertThat(settings.rateLimit().enabled()).isTrue();
            assertThat(settings.rateLimit().policies()).isEmpty();
            assertThat(settings.rateLimit().fields().dialects()).containsExactly(RateLimitDialect.DRAFT_11);
            assertThat(settings.rateLimit().maxKeys()).isEqualTo(100_000);
            assertThat(settings.cors()).isEmpty();
        }

        @Test
        void nobodySpeaksForAnother() {
            TestExchange exchange = TestExchange.request("GET", "/")
                    .header("X-Forwarded-For", "203.0.113.9")
                    .build();
            assertThat(settings.callers().resolve(exchange).addressText()).isEqualTo(TestExchange.PEER);
            assertThat(settings.apiKeyHeader()).isEqualTo("X-API-Key");
        }

        @Test
        void operatorsCallFromThisMachine() {
            assertThat(settings.operators().test(from("127.0.0.1"))).isTrue();
            assertThat(settings.operators().test(from("::1"))).isTrue();
            assertThat(settings.operators().test(from(TestExchange.PEER))).isFalse();
        }

        @Test
        void theServiceHasNoName() {
            assertThat(settings.service()).isEqualTo(new ServiceInfo(null, null, null));
        }
    }

    @Nested
    class SwitchedOff {
        @Test
        void theMasterSwitchIsRead() {
            assertThat(read(Map.of("enabled", "false")).enabled()).isFalse();
        }

        @Test
        void eachProtectionHasASwitch() {
            BreakwaterSettings settings = read(Map.of(
                    "rate-limit.enabled",
                    "false",
                    "headers.enabled",
                    "false",
                    "cors.enabled",
                    "false",
                    ORIGINS,
                    "https://a.example",
                    "request-log.enabled",
                    "false",
                    "health.enabled",
                    "false",
                    "cost.enabled",
                    "false"));
            assertThat(settings.rateLimit().enabled()).isFalse();
            assertThat(settings.headers()).isNull();
            assertThat(settings.cors()).isEmpty();
            assertThat(settings.requestLog()).isNull();
            assertThat(settings.health()).isNull();
            assertThat(settings.prices()).isNull();
        }

        @ParameterizedTest
        @CsvSource({
            "headers.enabled, headers.frame-options, ALLOWALL",
            "request-log.enabled, request-log.exclude-paths, no/slash",
            "health.enabled, health.paths.live, no/slash",
            "cost.enabled, cost.prices, no-such-file.yaml",
        })
        void whatIsOffIsCheckedAllTheSame(String off, String path, String value) {
            assertThat(codesAndPaths(Map.of(off, "false", path, value)))
                    .singleElement()
                    .asString()
                    .contains(" " + path);
        }
    }

    @Nested
    class Callers {
        @Test
        void aTrustedProxySpeaksForItsClient() {
            CallerResolver callers = read(Map.of(
                            "caller.trusted-proxies", "192.0.2.0/24",
                            "caller.forwarded-header", "forwarded",
                            "caller.ipv6-prefix-length", "48"))
                    .callers();
            TestExchange exchange = TestExchange.request("GET", "/")
                    .header("Forwarded", "for=203.0.113.9")
                    .header("X-Forwarded-For", "203.0.113.10")
                    .build();
            assertThat(callers.resolve(exchange).addressText()).isEqualTo("203.0.113.9");
        }

        @Test
        void anotherHeaderMayCarryTheApiKey() {
            assertThat(read(Map.of("caller.api-key-header", "X-Key")).apiKeyHeader())
                    .isEqualTo("X-Key");
        }
    }

    @Nested
    class RateLimit {
        @Test
        void everyKeyOfAPolicyIsHeard() {
            BreakwaterSettings settings = read(Map.of(
                    "rate-limit.headers", "none",
                    "rate-limit.max-keys", "10",
                    "rate-limit.policies[0].name", "writes",
                    "rate-limit.policies[0].paths", "/api/**, /v2/**",
                    "rate-limit.policies[0].methods", "POST, PUT",
                    "rate-limit.policies[0].key", "global",
                    "rate-limit.policies[0].limits", "100 per minute",
                    "rate-limit.policies[0].burst", "20",
                    "rate-limit.policies[0].cost", "3",
                    "rate-limit.policies[0].on-store-failure", "closed"));
            assertThat(settings.rateLimit().fields().dialects()).containsExactly(RateLimitDialect.NONE);
            assertThat(settings.rateLimit().maxKeys()).isEqualTo(10);
            RateLimitPolicy policy = onlyPolicy(settings);
            assertThat(policy.name()).isEqualTo("writes");
            assertThat(policy.requests().matches("POST", "/v2/a")).isTrue();
            assertThat(policy.requests().matches("GET", "/v2/a")).isFalse();
            assertThat(policy.requests().matches("POST", "/v3/a")).isFalse();
            assertThat(policy.key()).containsExactly(CallerKey.GLOBAL);
            assertThat(policy.limits()).hasSize(1);
            assertThat(policy.capacity(0)).isEqualTo(20);
            assertThat(policy.cost()).isEqualTo(3);
            assertThat(policy.onStoreFailure()).isEqualTo(OnStoreFailure.CLOSED);
        }

        @Test
        void aPolicyIsNotAboutItsExemptPaths() {
            RateLimitPolicy policy = onlyPolicy(read(Map.of(
                    "rate-limit.policies[0].name", "api",
                    "rate-limit.policies[0].paths", "/api/**",
                    "rate-limit.policies[0].exempt-paths", "/api/status, /api/up",
                    "rate-limit.policies[0].limits", "100 per minute")));
            assertThat(policy.requests().matches("GET", "/api/a")).isTrue();
            assertThat(policy.requests().matches("GET", "/api/up")).isFalse();
        }

        @Test
        void aShortPolicyIsAboutAllRequestsByAddress() {
            RateLimitPolicy policy = onlyPolicy(read(Map.of(
                    "rate-limit.policies[0].name", "all", "rate-limit.policies[0].limits", "5/s; 100 per hour")));
            assertThat(policy.requests().matches("DELETE", "/anything")).isTrue();
            assertThat(policy.key()).containsExactly(CallerKey.IP);
            assertThat(policy.limits()).hasSize(2);
            assertThat(policy.capacity(0)).isEqualTo(5);
            assertThat(policy.capacity(1)).isEqualTo(100);
            assertThat(policy.cost()).isEqualTo(1);
        }

        @Test
        void everyKeyOfWhatAPolicyDoesIsHeard() {
            RateLimitPolicy policy = onlyPolicy(read(Map.of(
                    "rate-limit.policies[0].name", "login",
                    "rate-limit.policies[0].limits", "5 per minute",
                    "rate-limit.policies[0].count", "failures",
                    "rate-limit.policies[0].mode", "shadow",
                    "rate-limit.policies[0].plans.pro", "1000 per minute; 20 per second")));
            assertThat(policy.count()).isEqualTo(CountedRequests.FAILURES);
            assertThat(policy.mode()).isEqualTo(Mode.SHADOW);
            assertThat(policy.plans()).containsOnlyKeys("pro");
            assertThat(policy.plans().get("pro")).isEqualTo(Limit.parse("1000/m; 20/s"));
        }

        @Test
        void networksAreExemptOrRefused() {
            RateLimitSettings limits = read(Map.of(
                            "rate-limit.exempt", "10.0.0.0/8", "rate-limit.blocklist", "1.2.3.4"))
                    .rateLimit();
            assertThat(limits.isNeeded()).isTrue();
            assertThat(limits.ipv6Parents()).isTrue();
            assertThat(read(Map.of("rate-limit.exempt", "10.0.0.0/8"))
                            .rateLimit()
                            .isNeeded())
                    .isFalse();
        }

        @Test
        void whatIsDoubtfulAboutNetworksIsSaidInTheirPlace() {
            assertThat(codesAndPaths(
                            Map.of("rate-limit.exempt", "::/0", "rate-limit.blocklist", "10.0.0.0/8,0.0.0.0/0")))
                    .containsExactlyInAnyOrder(
                            "BW-RATE-024 rate-limit.exempt[0]", "BW-RATE-024 rate-limit.blocklist[1]");
            assertThat(read(Map.of("rate-limit.exempt", "10.0.0.0/8", "rate-limit.blocklist", "10.1.0.1/16"))
                            .warnings())
                    .extracting(Problem::toString)
                    .containsExactlyInAnyOrder(
                            "BW-RATE-025 rate-limit.blocklist[0]: 10.1.0.1/16 (expected: 10.1.0.0/16, or the address alone if"
                                    + " one host is meant). It counts as 10.1.0.0/16.",
                            "BW-RATE-026 rate-limit.blocklist[0]: 10.1.0.0/16 (expected: networks outside of exempt). It"
                                    + " never refuses anybody, because 10.0.0.0/8 is exempt; remove one of the two.");
        }

        @Test
        void aNameUsedTwiceIsSaidBesideWhateverElseIsWrong() {
            assertThat(codesAndPaths(Map.of(
                            "rate-limit.policies[0].name", "default",
                            "rate-limit.policies[0].limits", "5 per fortnight",
                            "rate-limit.policies[1].name", "Default",
                            "rate-limit.policies[1].limits", "5/s",
                            "rate-limit.policies[2].name", "optimize",
                            "rate-limit.policies[2].limits", "5/s",
                            "rate-limit.policies[2].replaces", "default, defualt",
                            "rate-limit.policies[3].name", "OPTIMIZE")))
                    .containsExactlyInAnyOrder(
                            "BW-RATE-005 rate-limit.policies[0].limits[0]",
                            "BW-RATE-016 rate-limit.policies[1].name",
                            "BW-RATE-029 rate-limit.policies[2].replaces[1]",
                            "BW-RATE-016 rate-limit.policies[3].name",
                            "BW-RATE-109 rate-limit.policies[3].limits");
        }

        @Test
        void aMapInPlaceOfAListIsSaidOnceWithTheFix() {
            assertThat(problems(Map.of(
                            "rate-limit.policies.default.limits", "5/s", "rate-limit.policies.default.key", "ip")))
                    .singleElement()
                    .asString()
                    .startsWith(
                            "BW-CONF-001 rate-limit.policies.default: a name where an item belongs (expected: a list)."
                                    + " Put a dash before each item, as in - name: default, or write rate-limit.policies[0].");
        }

        @Test
        void aValueInPlaceOfAnItemIsNotMissedAsAnIndexToo() {
            assertThat(problems(Map.of(
                            "rate-limit.policies[0]", "5/s",
                            "rate-limit.policies[1].name", "p",
                            "rate-limit.policies[1].limits", "5/fortnight")))
                    .satisfiesExactlyInAnyOrder(
                            item -> assertThat(item.toString())
                                    .startsWith("BW-CONF-003 rate-limit.policies[0]: a single"),
                            limit -> assertThat(limit.toString())
                                    .startsWith("BW-RATE-005 rate-limit.policies[1].limits[0]: 5/fortnight"));
        }

        @Test
        void whatOverloadWouldNeverDoIsShownAsItIsWritten() {
            assertThat(read(Map.of("overload.max-wait", "100ms")).warnings())
                    .singleElement()
                    .asString()
                    .startsWith("BW-OVERLOAD-005 overload.max-wait: 100ms (expected: max-concurrent beside it)");
            assertThat(read(Map.of("overload.critical-paths", "/pay/**, /out")).warnings())
                    .singleElement()
                    .asString()
                    .startsWith("BW-OVERLOAD-005 overload.critical-paths: /pay/**, /out (expected:");
        }

        @Test
        void aWarningOfAPolicyIsToldWithItsPath() {
            assertThat(read(Map.of(
                                    "rate-limit.policies[0].name", "by-key",
                                    "rate-limit.policies[0].key", "api-key",
                                    "rate-limit.policies[0].limits", "5/s"))
                            .warnings())
                    .isNotEmpty()
                    .allSatisfy(warning -> assertThat(warning.path()).startsWith("rate-limit.policies[0]."));
        }

        @Test
        void clientsAreToldInAllTheWordsOfTheList() {
            RateLimitFields fields = read(Map.of(
                            "rate-limit.headers", "draft-8, legacy",
                            "rate-limit.retry-after-jitter", "10s",
                            "rate-limit.partition-key-secret", SECRET))
                    .rateLimit()
                    .fields();
            assertThat(fields.dialects()).containsExactly(RateLimitDialect.DRAFT_11, RateLimitDialect.LEGACY);
            assertThat(fields.retryAfterJitter()).hasSeconds(10);
        }

        @Test
        void scriptsMayReadAllFieldsThatMayBeSent() {
            List<CorsPolicy> policies = read(Map.of(
                            "rate-limit.headers", "draft-6, legacy", ORIGINS, "https://a.example"))
                    .cors();
            TestExchange exchange = TestExchange.request("GET", "/")
                    .header("Origin", "https://a.example")
                    .build();
            Verdict.Proceed proceed = (Verdict.Proceed) new CorsGuard(policies).inspect(exchange);
            assertThat(Objects.requireNonNull(proceed.rules().find("Access-Control-Expose-Headers"))
                            .value())
                    .isEqualTo(
                            "ratelimit-limit, ratelimit-remaining, ratelimit-reset, ratelimit-policy, x-ratelimit-limit,"
                                    + " x-ratelimit-remaining, x-ratelimit-reset, retry-after");
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                rate-limit.headers              | draft-11, draft-7  | BW-RATE-034 rate-limit.headers[1]
                rate-limit.headers              | draft-11, draft-10 | BW-RATE-034 rate-limit.headers[1]
                rate-limit.headers              | draft-7, draft-6   | BW-RATE-034 rate-limit.headers[1]
                rate-limit.headers              | legacy, none       | BW-RATE-033 rate-limit.headers[1]
                rate-limit.headers              | ''                 | BW-RATE-032 rate-limit.headers
                rate-limit.headers              | draft-5            | BW-RATE-103 rate-limit.headers[0]
                rate-limit.retry-after-jitter   | 61m                | BW-RATE-131 rate-limit.retry-after-jitter
                rate-limit.partition-key-secret | fifteen-letters    | BW-RATE-035 rate-limit.partition-key-secret
                """)
        void whatContradictsItselfIsAFault(String path, String value, String fault) {
            assertThat(codesAndPaths(Map.of(path, value))).containsExactly(fault);
        }

        @Test
        void theSecretOfPartitionKeysIsNeverShown() {
            assertThat(read(Map.of("rate-limit.partition-key-secret", SECRET)).toString())
                    .doesNotContain(SECRET);
            String tooShort = SECRET.substring(0, 15);
            assertThat(problems(Map.of("rate-limit.partition-key-secret", tooShort)))
                    .singleElement()
                    .asString()
                    .doesNotContain(tooShort);
        }

        @ParameterizedTest
        @CsvSource({"rate-limit.store, hazelcast", "rate-limit.headers[0], draft-5", "rate-limit.policies[0].queue, 5"})
        void whatIsNotThereIsAFault(String path, String value) {
            assertThat(problems(Map.of(
                            path, value, "rate-limit.policies[0].name", "all", "rate-limit.policies[0].limits", "5/s")))
                    .extracting(Problem::path)
                    .containsExactly(path);
        }
    }

    @Nested
    class Headers {
        @Test
        void everyKeyIsHeard() {
            HeaderRules rules = headers(Map.of(
                    "headers.content-security-policy", "default-src 'self'",
                    "headers.content-security-policy-report-only", "default-src 'none'",
                    "headers.frame-options", "SAMEORIGIN",
                    "headers.referrer-policy", "same-origin",
                    "headers.permissions-policy", "camera=()",
                    "headers.xss-protection", "omit",
                    "headers.set.X-Extra", "yes",
                    "headers.remove", "X-Runtime"));
            assertThat(value(rules, "Content-Security-Policy")).isEqualTo("default-src 'self'");
            assertThat(value(rules, "Content-Security-Policy-Report-Only")).isEqualTo("default-src 'none'");
            assertThat(value(rules, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
            assertThat(value(rules, "Referrer-Policy")).isEqualTo("same-origin");
            assertThat(value(rules, "Permissions-Policy")).isEqualTo("camera=()");
            assertThat(rules.find("X-XSS-Protection")).isNull();
            assertThat(value(rules, "X-Extra")).isEqualTo("yes");
            assertThat(rules.find("X-Runtime")).isEqualTo(HeaderRule.remove("X-Runtime"));
        }

        @Test
        void theStandardIsTwoYearsOfTlsWithSubdomains() {
            assertThat(value(headers(Map.of()), "Strict-Transport-Security"))
                    .isEqualTo("max-age=63072000; includeSubDomains");
        }

        @Test
        void theAgeCanBeAnotherAndSubdomainsLeftOut() {
            HeaderRules rules =
                    headers(Map.of("headers.hsts.max-age", "1d", "headers.hsts.include-subdomains", "false"));
            assertThat(value(rules, "Strict-Transport-Security")).isEqualTo("max-age=86400");
        }

        @Test
        void preloadIsSaid() {
            assertThat(value(headers(Map.of("headers.hsts.preload", "true")), "Strict-Transport-Security"))
                    .endsWith("; preload");
        }

        @Test
        void anAgeOfZeroMakesBrowsersForget() {
            assertThat(value(headers(Map.of("headers.hsts.max-age", "0")), "Strict-Transport-Security"))
                    .startsWith("max-age=0");
        }

        @Test
        void nothingIsSentByThePresetNone() {
            assertThat(headers(Map.of("headers.preset", "none"))).isEmpty();
        }

        private static HeaderRules headers(Map<String, String> values) {
            return Objects.requireNonNull(read(values).headers()).rules(true);
        }

        private static String value(HeaderRules rules, String name) {
            HeaderRule rule = rules.find(name);
            assertThat(rule).as(name).isNotNull();
            return String.valueOf(Objects.requireNonNull(rule).value());
        }
    }

    @Nested
    class Cors {
        @Test
        void everyKeyOfAPolicyIsHeard() {
            CorsGuard guard = new CorsGuard(read(Map.of(
                            "cors.policies[0].paths",
                            "/api/**",
                            ORIGINS,
                            "https://a.example",
                            "cors.policies[0].allowed-methods",
                            "DELETE",
                            "cors.policies[0].allowed-headers",
                            "X-One",
                            "cors.policies[0].exposed-headers",
                            "X-Two",
                            "cors.policies[0].allow-credentials",
                            "true",
                            "cors.policies[0].max-age",
                            "10m",
                            "cors.policies[0].timing-allow-origin",
                            "https://a.example"))
                    .cors());
            assertThat(headers(guard.inspect(preflight())))
                    .containsEntry("access-control-allow-origin", "https://a.example")
                    .containsEntry("access-control-allow-methods", "DELETE")
                    .containsEntry("access-control-allow-headers", "x-one")
                    .containsEntry("access-control-allow-credentials", "true")
                    .containsEntry("access-control-max-age", "600");
            assertThat(headers(guard.inspect(get("/api/a"))))
                    .containsEntry("access-control-allow-origin", "https://a.example")
                    .containsEntry("timing-allow-origin", "https://a.example")
                    .extractingByKey("access-control-expose-headers")
                    .asString()
                    .containsIgnoringCase("x-two")
                    .containsIgnoringCase("ratelimit-policy")
                    .containsIgnoringCase("retry-after");
            assertThat(headers(guard.inspect(get("/other")))).isEmpty();
        }

        @Test
        void otherOriginsAreRejectedAndToldWhyIfThatIsAskedFor() {
            CorsGuard guard = new CorsGuard(read(Map.of(
                            ORIGINS,
                            "https://b.example",
                            "cors.policies[0].on-disallowed",
                            "reject",
                            "cors.debug",
                            "true"))
                    .cors());
            assertThat(guard.inspect(get("/any"))).isInstanceOfSatisfying(Verdict.Respond.class, refusal -> {
                assertThat(refusal.reply().status()).isEqualTo(403);
                assertThat(Objects.requireNonNull(refusal.rules().find("Breakwater-Cors"))
                                .value())
                        .isEqualTo("origin-not-allowed");
            });
        }

        @Test
        void whatIsDangerousHasToBeToleratedByName() {
            assertThat(codesAndPaths(Map.of(ORIGINS, "https://*.github.io")))
                    .containsExactly("BW-CORS-014 cors.policies[0].allowed-origins[0]");
            assertThat(warnings(Map.of(
                            ORIGINS,
                            "https://*.github.io, http://plain.example",
                            "cors.policies[0].allow-credentials",
                            "true",
                            "cors.policies[0].dangerously-tolerate-public-suffixes",
                            "true",
                            "cors.policies[0].dangerously-tolerate-insecure-origins",
                            "true")))
                    .containsExactly(
                            "BW-CORS-037 cors.policies[0].allowed-origins[0]",
                            "BW-CORS-036 cors.policies[0].allowed-origins[1]");
        }

        @ParameterizedTest
        @CsvSource({"production, true", "PROD, true", "live, true", "staging, false"})
        void debuggingInProductionIsDoubted(String environment, boolean doubted) {
            assertThat(warnings(Map.of(
                            ORIGINS, "https://a.example", "cors.debug", "true", "service.environment", environment)))
                    .isEqualTo(doubted ? List.of("BW-CORS-039 cors.debug") : List.of());
        }

        @ParameterizedTest
        @CsvSource({"-1s, 0", "0s, 0", "1h, 3600"})
        void aPreflightIsRememberedAsLongAsIsSaid(String age, String seconds) {
            CorsGuard guard = new CorsGuard(read(Map.of(
                            ORIGINS,
                            "https://a.example",
                            "cors.policies[0].allowed-methods",
                            "*",
                            "cors.policies[0].allowed-headers",
                            "X-One",
                            "cors.policies[0].max-age",
                            age))
                    .cors());
            assertThat(headers(guard.inspect(preflight()))).containsEntry("access-control-max-age", seconds);
        }

        private List<String> warnings(Map<String, String> values) {
            return read(values).warnings().stream()
                    .map(problem -> problem.code() + " " + problem.path())
                    .toList();
        }

        @Test
        void originsMayComeAsAJsonArray() {
            List<CorsPolicy> policies = read(Map.of(ORIGINS, "[\"https://b.example\",\"https://a.example\"]"))
                    .cors();
            assertThat(headers(new CorsGuard(policies).inspect(get("/any"))))
                    .containsEntry("access-control-allow-origin", "https://a.example");
        }

        private static TestExchange preflight() {
            return TestExchange.request("OPTIONS", "/api/a")
                    .header("Origin", "https://a.example")
                    .header("Access-Control-Request-Method", "DELETE")
                    .header("Access-Control-Request-Headers", "x-one")
                    .build();
        }

        private static TestExchange get(String path) {
            return TestExchange.request("GET", path)
                    .header("Origin", "https://a.example")
                    .build();
        }

        private static Map<String, String> headers(Verdict verdict) {
            Map<String, String> headers = new HashMap<>();
            if (verdict instanceof Verdict.Respond respond) {
                respond.reply()
                        .headers()
                        .forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
            }
            HeaderRules rules =
                    verdict instanceof Verdict.Respond respond ? respond.rules() : ((Verdict.Proceed) verdict).rules();
            rules.forEach(rule -> headers.put(rule.name().toLowerCase(Locale.ROOT), String.valueOf(rule.value())));
            return headers;
        }
    }

    @Nested
    class RequestLog {
        @Test
        void eventsNameTheServiceAndHideMoreNames() {
            List<String> events = events(
                    Map.of(
                            "service.name", "orders",
                            "service.version", "1.2",
                            "service.environment", "staging",
                            "request-log.redact", "licence"),
                    TestExchange.request("GET", "/a").query("licence=4711").build());
            assertThat(events)
                    .singleElement()
                    .asString()
                    .contains("\"orders\"", "\"1.2\"", "\"staging\"")
                    .doesNotContain("4711");
        }

        @Test
        void probesAreLeftOutWhereverTheyAre() {
            Map<String, String> values = Map.of("health.paths.live", "/alive");
            assertThat(events(values, TestExchange.get("/alive"))).isEmpty();
            assertThat(events(values, TestExchange.get("/livez"))).hasSize(1);
        }

        @Test
        void otherPathsAreLeftOutInTheirPlace() {
            Map<String, String> values = Map.of("request-log.exclude-paths", "/static/**");
            assertThat(events(values, TestExchange.get("/static/a.css"))).isEmpty();
            assertThat(events(values, TestExchange.get("/livez"))).hasSize(1);
        }

        @Test
        void aHigherLevelKeepsOrdinaryRequestsOut() {
            assertThat(events(Map.of("request-log.level", "warn"), TestExchange.get("/a")))
                    .isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "request-log.format, xml",
            "request-log.bodies, true",
            "request-log.sample, 1.5",
            "request-log.sample, NaN",
            "request-log.slow-threshold, 2d",
            "request-log.headers[0], X Bad",
            "request-log.max-body-size, 65KB",
            "request-log.max-body-size, 0B",
            "request-log.client-address, none",
            "request-log.user, none",
            "request-log.hash-key, short",
            "request-log.hash-key-file, /no/such/file",
        })
        void whatCannotBeIsAFault(String path, String value) {
            assertThat(problems(Map.of(path, value))).extracting(Problem::path).containsExactly(path);
        }

        @Test
        void linesOfTextThatShallShowHeadersOrBodiesAreWarnedOf() {
            Map<String, String> values =
                    new LinkedHashMap<>(Map.of("request-log.headers", "Accept, Via", "request-log.bodies", "both"));
            assertThat(read(values).warnings()).isEmpty();
            values.put("request-log.format", "text");

            assertThat(read(values).warnings())
                    .extracting(Problem::toString)
                    .satisfiesExactlyInAnyOrder(
                            warning -> assertThat(warning).startsWith("BW-LOG-118 request-log.headers: Accept, Via"),
                            warning ->
                                    assertThat(warning).startsWith("BW-LOG-118 request-log.bodies: both (expected:"));
        }

        private static List<String> events(Map<String, String> values, TestExchange exchange) {
            List<String> lines = new ArrayList<>();
            RequestLogGuard guard = RequestLogGuard.of(
                    Objects.requireNonNull(read(values).requestLog()),
                    (level, line) -> lines.add(line),
                    TimeSource.system());
            Breakwater.of(List.of(guard))
                    .admit(exchange)
                    .await()
                    .complete(new Outcome(200, Outcome.Kind.OK, 1_000_000, null, null));
            return lines;
        }
    }

    @Nested
    class Health {
        @Test
        void aListGivesAliasesAndNoneFreesAPath() {
            HealthPolicy health = Objects.requireNonNull(
                    read(Map.of("health.paths.live", "none", "health.paths.full", "/health, /api/health"))
                            .health());
            assertThat(health.paths())
                    .containsExactlyInAnyOrder("/readyz", "/startupz", "/health", "/api/health", "/health/detailed");
        }

        @Test
        void everybodySeesNameAndVersionUnlessTheyAreHidden() {
            Map<String, String> service = Map.of("service.name", "orders", "service.version", "1.2");
            assertThat(answer(service)).contains("orders", "1.2");
            Map<String, String> hidden = new HashMap<>(service);
            hidden.put("health.show-version", "false");
            assertThat(answer(hidden)).doesNotContain("1.2");
        }

        @ParameterizedTest
        @CsvSource({
            "health.interval, 0s",
            "health.timeout, 0s",
            "health.stale-after, 0s",
            "health.failure-threshold, 0",
            "health.success-threshold, 101",
        })
        void whatCannotBeIsAFaultOfItsKey(String path, String value) {
            assertThat(problems(Map.of(path, value))).extracting(Problem::path).containsExactly(path);
        }

        private static String answer(Map<String, String> values) {
            try (BreakwaterRuntime runtime = BreakwaterRuntime.builder(Layers.of(Layer.of("test", values)))
                    .start()) {
                Reply reply = runtime.chain()
                        .admit(TestExchange.get("/health"))
                        .await()
                        .reply();
                return Objects.requireNonNull(reply).text();
            }
        }
    }

    @Nested
    class Operators {
        @Test
        void otherNetworksTakeThePlaceOfLoopback() {
            OperatorAccess operators =
                    read(Map.of("ops.networks", "192.0.2.0/24")).operators();
            assertThat(operators.test(from(TestExchange.PEER))).isTrue();
            assertThat(operators.test(from("127.0.0.1"))).isFalse();
        }

        @Test
        void theTokenLetsIn() {
            assertThat(read(Map.of("ops.token", TOKEN)).operators().test(bearer()))
                    .isTrue();
        }

        @Test
        void theTokenMayComeFromAFile(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("token"), TOKEN + "\n");
            assertThat(read(Map.of("ops.token-file", file.toString()))
                            .operators()
                            .test(bearer()))
                    .isTrue();
        }

        @Test
        void aShortTokenIsAFaultAndNeverShown(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("token"), "hunter2");
            assertFault(Map.of("ops.token", "hunter2"), "BW-OPS-006 ops.token");
            assertFault(Map.of("ops.token-file", file.toString()), "BW-OPS-006 ops.token-file");
        }

        @Test
        void twoTokensAreAFaultAndNeverShown(@TempDir Path directory) {
            assertFault(
                    Map.of("ops.token", "hunter2", "ops.token-file", directory.toString()),
                    "BW-OPS-004 ops.token-file");
        }

        @Test
        void aFileThatCannotBeReadIsAFault(@TempDir Path directory) {
            assertFault(Map.of("ops.token-file", directory.resolve("missing").toString()), "BW-OPS-005 ops.token-file");
        }

        private static void assertFault(Map<String, String> values, String codeAndPath) {
            assertThat(codesAndPaths(values)).containsExactly(codeAndPath);
            assertThat(invalid(values)).hasMessageNotContaining("hunter2");
        }

        private static TestExchange bearer() {
            return TestExchange.request("GET", "/")
                    .header("Authorization", "Bearer " + TOKEN)
                    .build();
        }
    }

    @Nested
    class Prices {
        private static final String BOOK = """
                version: "1"
                currency: USD
                entries:
                  - provider: gcp.gemini
                    model: ours
                    from: 2026-01-01T00:00:00Z
                    source: a contract
                    checked: 2026-01-01
                    input: "1"
                    output: "2"
                """;

        @Test
        void theBundledBookIsTheStandard() {
            assertThat(book("bundled").version()).isEqualTo(PriceBook.bundled().version());
        }

        @Test
        void aFileIsRead(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(directory.resolve("prices.yaml"), BOOK);
            assertThat(book(file.toString()).find("gcp.gemini", "ours", NOW)).isNotNull();
        }

        @Test
        void aFileOnTheClassPathIsRead() {
            assertThat(book("classpath:dev/breakwater/cost/guide-prices.yaml").find("gcp.gemini", GUIDE_MODEL, NOW))
                    .isNotNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"no-such-file.yaml", "classpath:no-such-file.yaml", "bad\0name"})
        void aMissingFileIsAFault(String prices) {
            assertThat(codesAndPaths(Map.of("cost.prices", prices))).containsExactly("BW-COST-013 cost.prices");
        }

        @Test
        void allFaultsOfAFileStandBelowTheKeyThatNamesIt(@TempDir Path directory) throws IOException {
            Path file = Files.writeString(
                    directory.resolve("prices.yaml"),
                    BOOK.replace("USD", "EUR").replace("input: \"1\"", "input: much"));
            assertThat(problems(Map.of("cost.prices", file.toString())))
                    .extracting(Problem::path)
                    .containsOnly("cost.prices.currency", "cost.prices.entries[0].input");
        }

        @ParameterizedTest
        @CsvSource({"cost.unknown-model, guess", "cost.budgets, all"})
        void whatIsNotThereIsAFault(String path, String value) {
            assertThat(problems(Map.of(path, value))).extracting(Problem::path).containsExactly(path);
        }

        private static PriceBook book(String prices) {
            return Objects.requireNonNull(read(Map.of("cost.prices", prices)).prices());
        }
    }

    @Nested
    class Faults {
        @Test
        void allOfAllSectionsAreSaidAtOnceWithTheirWholePaths() {
            assertThat(codesAndPaths(Map.of(
                            "caller.trusted-proxies",
                            "0.0.0.0/0",
                            "rate-limit.policies[0].name",
                            "no spaces",
                            "rate-limit.policies[0].limits",
                            "many",
                            "rate-limit.max-keys",
                            "none",
                            "headers.frame-options",
                            "ALLOWALL",
                            ORIGINS,
                            "a.example",
                            "request-log.level",
                            "loud",
                            "health.interval",
                            "10 sec",
                            "ops.token",
                            "short",
                            "cost.prices",
                            "no-such-file.yaml")))
                    .extracting(text -> text.substring(text.indexOf(' ') + 1))
                    .containsExactlyInAnyOrder(
                            "caller.trusted-proxies[0]",
                            "rate-limit.policies[0].name",
                            "rate-limit.policies[0].limits[0]",
                            "rate-limit.max-keys",
                            "headers.frame-options",
                            ORIGINS + "[0]",
                            "request-log.level",
                            "health.interval",
                            "ops.token",
                            "cost.prices");
        }

        @Test
        void amongSeveralPoliciesTheRightOneIsNamed() {
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < 3; i++) {
                values.put("rate-limit.policies[" + i + "].name", i == 0 ? "no spaces" : "same");
                values.put("rate-limit.policies[" + i + "].limits", "5/s");
                values.put("cors.policies[" + i + "].allowed-origins", i == 0 ? "a.example" : "https://a.example");
            }
            assertThat(problems(values))
                    .extracting(Problem::path)
                    .containsExactlyInAnyOrder(
                            "rate-limit.policies[0].name",
                            "rate-limit.policies[2].name",
                            "cors.policies[0].allowed-origins[0]",
                            "cors.policies[2].paths[0]");
        }

        @Test
        void aMistypedKeyIsNamedWithTheLikelyOne() {
            assertThat(problems(Map.of("cors.polices[0].allowed-origins", "https://a.example")))
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.path()).isEqualTo("cors.polices");
                        assertThat(problem.fix()).contains("Did you mean policies?");
                    });
        }

        @ParameterizedTest
        @CsvSource({
            "rate-limit.policies[0].exclude-paths, exempt-paths",
            "rate-limit.policies[0].excludePaths, exempt-paths",
            "rate-limit.policies[0].excluded-paths, exempt-paths",
            "rate-limit.policies[0].exempt-path, exempt-paths",
            "rate-limit.policies[0].except-paths, exempt-paths",
            "overload.exclude-paths, exempt-paths",
            "request-log.exempt-paths, exclude-paths"
        })
        void whoExemptsInOtherWordsIsToldOurs(String written, String ours) {
            assertThat(problems(Map.of(written, "/a")))
                    .filteredOn(problem -> problem.code().equals("BW-CONF-001"))
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.fix()).startsWith("Did you mean " + ours + "?"));
        }

        @Test
        void aPolicyWithoutWhatItNeedsSaysSo() {
            assertThat(codesAndPaths(Map.of("rate-limit.policies[0].paths", "/a", "cors.policies[0].paths", "/a")))
                    .containsExactlyInAnyOrder(
                            "BW-RATE-105 rate-limit.policies[0].name",
                            "BW-RATE-109 rate-limit.policies[0].limits",
                            "BW-CORS-103 cors.policies[0].allowed-origins");
        }

        @Test
        void eachKeyHasACodeOfItsOwn() {
            Map<String, Key<?>> keys = new HashMap<>();
            for (Schema.Documented documented : BreakwaterSettings.schema().documented()) {
                if (documented.definition() instanceof Key<?> key) {
                    assertThat(key.code()).as(documented.path()).matches("BW-[A-Z]+-[0-9]{3}");
                    // One key may stand at two places, for a site and for its rules.
                    assertThat(keys.put(key.code(), key))
                            .as("%s, code of %s", key.code(), documented.path())
                            .isIn(null, key);
                }
            }
            assertThat(keys).hasSizeGreaterThan(50);
        }
    }

    @Nested
    class GuidesVariables {
        @Test
        void aRatePerMinuteIsAPolicyOfUserOrAddress() {
            RateLimitPolicy policy =
                    onlyPolicy(guided(Map.of("RATE_LIMIT_PER_MINUTE", "60", "RATE_LIMIT_BURST_SIZE", "10")));
            assertThat(policy.name()).isEqualTo("default");
            assertThat(policy.requests().matches("GET", "/any")).isTrue();
            assertThat(policy.key()).containsExactly(CallerKey.USER, CallerKey.IP);
            assertThat(policy.limits()).containsExactlyElementsOf(limits("60 per minute"));
            assertThat(policy.capacity(0)).isEqualTo(10);
        }

        @Test
        void theirOtherNamesReachTheirSections() {
            BreakwaterSettings settings = guided(Map.of(
                    "SECURITY_ALLOWED_ORIGINS", "[\"https://a.example\"]",
                    "SECURITY_ALLOWED_METHODS", "GET,POST",
                    "SERVICE_NAME", "orders",
                    "ENVIRONMENT", "production",
                    "LOG_LEVEL", "INFO"));
            assertThat(settings.cors()).hasSize(1);
            assertThat(settings.service()).isEqualTo(new ServiceInfo("orders", null, "production"));
        }

        @Test
        void oneLineSaysWhichKeysTheySet() {
            assertThat(guided(Map.of("RATE_LIMIT_PER_MINUTE", "60")).notices())
                    .singleElement()
                    .asString()
                    .contains("rate-limit.policies", "RATE_LIMIT_PER_MINUTE", "breakwater.guide-variables=false");
        }

        @Test
        void theyCanBeTurnedOff() {
            Layers layers = Layers.of(
                    Layer.of("file", Map.of("guide-variables", "false")),
                    Layers.guideVariables(Map.of("RATE_LIMIT_PER_MINUTE", "60")));
            assertThat(BreakwaterSettings.read(layers).rateLimit().policies()).isEmpty();
        }

        private static BreakwaterSettings guided(Map<String, String> variables) {
            return BreakwaterSettings.read(Layers.of(Layers.guideVariables(variables)));
        }

        private static List<Limit> limits(String words) {
            return RateLimitPolicy.builder("any").limits(words).build().limits();
        }
    }

    private static BreakwaterSettings read(Map<String, String> values) {
        return BreakwaterSettings.read(Layers.of(Layer.of("test", values)));
    }

    private static InvalidPolicyException invalid(Map<String, String> values) {
        InvalidPolicyException thrown = catchThrowableOfType(InvalidPolicyException.class, () -> read(values));
        assertThat(thrown).as("nothing wrong with %s", values).isNotNull();
        return thrown;
    }

    private static List<Problem> problems(Map<String, String> values) {
        return invalid(values).problems().stream().filter(Problem::isError).toList();
    }

    private static List<String> codesAndPaths(Map<String, String> values) {
        return problems(values).stream()
                .map(problem -> problem.code() + " " + problem.path())
                .toList();
    }

    private static RateLimitPolicy onlyPolicy(BreakwaterSettings settings) {
        assertThat(settings.rateLimit().policies()).hasSize(1);
        return settings.rateLimit().policies().get(0);
    }

    private static TestExchange from(String peer) {
        return TestExchange.request("GET", "/").peer(peer).build();
    }
}
