/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.health.ComponentHealth;
import dev.breakwater.health.HealthAggregator;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.runtime.BreakwaterRuntime;
import dev.breakwater.upstream.UpstreamException;
import dev.breakwater.upstream.UpstreamResult;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** Each check that judges passes where all is well and fails once what it is about is broken. */
final class ReadinessChecksTest {
    private static final String RATE_LIMIT = "rate-limit.policies[0].";
    private static final String ORIGINS = "cors.policies[0].allowed-origins";
    private static final String CSP = "headers.content-security-policy";

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level before = ROOT.getLevel();

    @AfterEach
    void logNoMoreThanBefore() {
        ROOT.setLevel(before);
    }

    /** One thing broken, and the check that must find it. */
    private record Broken(String id, String what, UnaryOperator<ReadinessScene> how) {
        @Override
        public String toString() {
            return id + ": " + what;
        }
    }

    @ParameterizedTest
    @MethodSource({"settings", "later", "events"})
    void failsOnceItIsBroken(Broken broken) {
        ReadinessReport.Entry found =
                entry(broken.how.apply(new ReadinessScene()).report(), broken.id);

        assertThat(found.state()).as(found.evidence()).isEqualTo(Finding.State.FAIL);
        assertThat(found.evidence()).isNotBlank();
        assertThat(found.fix()).isNotBlank();
    }

    @Test
    void allPassWhereAllIsWell() {
        ReadinessReport report = new ReadinessScene().report();

        assertThat(report.checks(Finding.State.FAIL)).isEmpty();
        assertThat(report.checks(Finding.State.WARN)).isEmpty();
        assertThat(report.count(Finding.State.PASS)).isGreaterThanOrEqualTo(25);
    }

    @Test
    void noneIsLeftUnbroken() {
        Set<String> broken = Stream.of(settings(), later(), events())
                .flatMap(all -> all)
                .map(Broken::id)
                .collect(Collectors.toSet());
        Set<String> judged = new ReadinessScene()
                .report().checks(Finding.State.PASS).stream()
                        .map(ReadinessReport.Entry::id)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(broken).containsExactlyInAnyOrderElementsOf(judged);
    }

    @Test
    void whatAnApplicationPutsInPlaceOfAGuardIsNotJudged() {
        ReadinessReport report = new ReadinessScene()
                .without(ORIGINS)
                .guard(own("cors"))
                .guard(own("security-headers"))
                .report();

        assertThat(entry(report, "cors.origins").state()).isEqualTo(Finding.State.OUTSIDE);
        assertThat(entry(report, "headers.csp").state()).isEqualTo(Finding.State.OUTSIDE);
    }

    @Test
    void aRuleThatIsWeakerThanTheSiteIsFoundByItsPath() {
        ReadinessReport report = new ReadinessScene()
                .with("headers.rules[0].paths", "/docs/**, /help/{topic}")
                .with("headers.rules[0].content-security-policy", "img-src 'self'")
                .report();

        assertThat(entry(report, "headers.scripts").evidence()).startsWith("at /docs/**: neither script-src");
    }

    @Test
    void elsewhereThanInProductionMuchIsOnlyAWarning() {
        ReadinessReport report = new ReadinessScene()
                .with("service.environment", "staging")
                .with(ORIGINS, "*")
                .without("overload.max-concurrent")
                .report();

        assertThat(entry(report, "cors.origins").state()).isEqualTo(Finding.State.WARN);
        assertThat(entry(report, "overload.limit").state()).isEqualTo(Finding.State.WARN);
    }

    @ParameterizedTest
    @CsvSource({
        "environment variable BREAKWATER_OPS_TOKEN, PASS",
        "class path resource [application.yaml] - 3:12 (through a placeholder), PASS",
        "'/etc/shop/breakwater.yaml, line 3', WARN",
        "class path resource [application.yaml] - 3:12, FAIL",
        "system property breakwater.ops.token, FAIL"
    })
    void secretsAreJudgedByWhereTheyComeFrom(String origin, Finding.State state) {
        ReadinessReport report = new ReadinessScene().secretsFrom(origin).report();

        assertThat(entry(report, "configuration.secrets").state()).isEqualTo(state);
    }

    @Test
    void noSecretIsShown() {
        ReadinessReport report = new ReadinessScene()
                .secretsFrom("command line argument --breakwater.ops.token")
                .report();

        assertThat(report.toJson() + report.toText() + report.toHtml())
                .contains("ops.token (command line argument")
                .doesNotContain("not-a-real-token");
    }

    private static Stream<Broken> settings() {
        return Stream.of(
                set("service.enabled", "enabled", "false"),
                unset("service.name", "service.name"),
                unset("service.environment", "service.environment"),
                set("errors.problem-details", "errors.problem-details", "false"),
                set("guards.enforcing", RATE_LIMIT + "mode", "shadow"),
                set("configuration.warnings", RATE_LIMIT + "paths", "/api/*"),
                broken(
                        "rate-limit.policies",
                        "none",
                        scene -> scene.without(RATE_LIMIT + "name")
                                .without(RATE_LIMIT + "limits")
                                .without(RATE_LIMIT + "key")),
                set("rate-limit.per-client", RATE_LIMIT + "key", "global"),
                broken(
                        "rate-limit.store",
                        "few keys",
                        scene -> scene.localStore().with("rate-limit.max-keys", "10")),
                set("rate-limit.exempt", "rate-limit.exempt", "8.0.0.0/8"),
                set("cors.origins", ORIGINS, "*"),
                set("cors.origins", ORIGINS, "https://shop.example.com, https://localhost:8443"),
                set("cors.tls", ORIGINS, "http://shop.example.com"),
                broken(
                        "cors.wildcards",
                        "with credentials",
                        scene -> scene.with(ORIGINS, "https://*.example.com")
                                .with("cors.policies[0].allow-credentials", "true")),
                set("cors.debug", "cors.debug", "true"),
                set("headers.preset", "headers.preset", "none"),
                set("headers.preset", "headers.enabled", "false"),
                set("headers.hsts", "headers.hsts.max-age", "0s"),
                set("headers.nosniff", "headers.remove", "X-Content-Type-Options"),
                set("headers.framing", CSP, "default-src 'none'; frame-ancestors *"),
                set("headers.referrer", "headers.referrer-policy", "unsafe-url"),
                broken(
                        "headers.csp",
                        "only reported",
                        scene -> scene.with("headers.preset", "none")
                                .with("headers.content-security-policy-report-only", "default-src 'self'")),
                set("headers.scripts", CSP, "default-src 'self' 'unsafe-inline'"),
                set("headers.scripts", CSP, "img-src 'self'"),
                broken(
                        "headers.reporting",
                        "to nobody",
                        scene -> scene.without("headers.reporting.path")
                                .with("headers.content-security-policy-report-only", "default-src 'self'")),
                set("request.body-limit", "request.max-body-size", "1GB"),
                set("request.header-limits", "request.max-headers", "100000"),
                unset("request.timeout", "request.timeout"),
                unset("overload.limit", "overload.max-concurrent"),
                set("request-log.enabled", "request-log.enabled", "false"),
                set("request-log.level", "request-log.level", "error"),
                set("health.probes", "health.paths.live", "none"),
                set("metrics.enabled", "metrics.enabled", "false"),
                set("ops.networks", "ops.networks", "8.0.0.0/8"),
                broken(
                        "ops.reach",
                        "nobody",
                        scene -> scene.without("ops.token").with("ops.networks", "")),
                set("upstreams.timeout", "upstreams.gemini.timeout", "31s"),
                set("upstreams.concurrency", "upstreams.gemini.max-concurrent", "50000"),
                set("upstreams.breaker", "upstreams.gemini.breaker.failure-rate", "1"),
                set("health.drain", "health.drain-timeout", "60s"),
                set("upstreams.kill-switch", "upstreams.gemini.disabled", "true"),
                set("cost.tracking", "cost.enabled", "false"),
                set("cost.ledger", "cost.budgets[0].name", "daily"),
                set("cost.per-request", "request-log.enabled", "false"));
    }

    // What is judged by keys that come with other protections of this version.
    private static Stream<Broken> later() {
        return Stream.of(
                        set("request-log.format", "request-log.format", "text"),
                        set("request-log.sample", "request-log.sample", "0"),
                        set("request-log.bodies", "request-log.bodies", "both"),
                        set("request-log.headers", "request-log.headers", "Cookie"),
                        set("audit.enabled", "audit.enabled", "false"),
                        set("metrics.endpoints", "metrics.paths.prometheus", "none"),
                        set("metrics.slo", "metrics.slo.availability", "50"))
                .filter(row -> ReadinessScene.knows(row.what.substring(0, row.what.indexOf('='))))
                .filter(row -> !row.id.equals("request-log.format") || ReadinessScene.knows("request-log.sample"));
    }

    private static Stream<Broken> events() {
        return Stream.of(
                broken("service.debug", "root logger", scene -> scene.then(ReadinessChecksTest::logEverything)),
                broken("guards.standing", "replaced", scene -> scene.guard(own("cors"))),
                broken("guards.healthy", "throws", scene -> scene.guard(new FailingGuard())),
                broken(
                        "configuration.secrets",
                        "for all to see",
                        scene -> scene.secretsFrom("command line argument --breakwater.ops.token")),
                broken(
                        "rate-limit.identity",
                        "no user",
                        scene -> scene.withoutUsers()
                                .then(runtime -> times(100, () -> scene.request(runtime, "192.0.2.1")))),
                broken(
                        "caller.proxies",
                        "unknown",
                        scene -> scene.then(
                                runtime -> scene.request(runtime, "10.0.0.9", "X-Forwarded-For", "203.0.113.7"))),
                broken("caller.https", "no TLS", ReadinessScene::withoutTls),
                broken("request-log.delivery", "lost", ReadinessScene::losingEvents),
                broken("health.checks", "none", ReadinessScene::healthChecks),
                broken(
                        "health.status",
                        "down",
                        scene -> scene.with("health.failure-threshold", "1")
                                .healthChecks(HealthCheck.local("database", () -> HealthResult.down("gone")))),
                broken(
                        "upstreams.answering",
                        "open",
                        scene -> scene.then(runtime -> times(
                                20,
                                () -> runtime.upstream("gemini")
                                        .call(ReadinessScene::fail)
                                        .fallback(failure -> "rules")
                                        .get()))),
                broken(
                        "upstreams.fallback",
                        "none",
                        scene -> scene.then(runtime -> assertThatThrownBy(() -> runtime.upstream("gemini")
                                        .call(ReadinessScene::fail)
                                        .get())
                                .isInstanceOf(UpstreamException.class))),
                broken("upstreams.stop", "no token", scene -> scene.without("ops.token")),
                broken(
                        "upstreams.retries",
                        "no budget",
                        scene -> scene.with("upstreams.gemini.attempts", "3")
                                .with("upstreams.gemini.retry-budget", "off")),
                broken("upstreams.rate-limit", "too low", scene -> scene.then(ReadinessChecksTest::goBeyond)),
                broken("health.on-time", "not run for long", scene -> scene.then(ReadinessChecksTest::growStale)),
                broken("upstreams.cache", "never the same key", scene -> scene.then(ReadinessChecksTest::cacheInVain)),
                broken(
                        "cost.budget",
                        "none",
                        scene -> scene.then(runtime -> runtime.llmMeter()
                                .record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", usage()))),
                broken(
                        "cost.prices",
                        "unknown model",
                        scene -> scene.then(runtime ->
                                runtime.llmMeter().record(LlmApi.GEMINI_GENERATE_CONTENT, "no-such-model", usage()))));
    }

    private static void goBeyond(BreakwaterRuntime runtime) {
        UpstreamResult refused = new UpstreamResult(
                "gemini", UpstreamResult.Source.NONE, UpstreamException.Reason.LIMITED, null, true, 0, 1);
        runtime.chain().publish(refused, null);
    }

    private static void growStale(BreakwaterRuntime runtime) {
        HealthAggregator health = runtime.health().orElseThrow();
        await().until(() -> health.snapshot().components().stream().allMatch(ComponentHealth::isKnown));
        ((ManualTime) runtime.time()).advanceNanos(TimeUnit.HOURS.toNanos(1));
    }

    private static void cacheInVain(BreakwaterRuntime runtime) {
        for (int i = 0; i < 100; i++) {
            runtime.upstream("gemini").call(() -> "answer").cachedBy(i).get();
        }
    }

    private static void logEverything(BreakwaterRuntime runtime) {
        ROOT.setLevel(Level.DEBUG);
    }

    private static void times(int count, Runnable what) {
        for (int i = 0; i < count; i++) {
            what.run();
        }
    }

    private static byte[] usage() {
        return "{\"usageMetadata\":{\"promptTokenCount\":2,\"candidatesTokenCount\":1,\"totalTokenCount\":3}}"
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Broken set(String id, String key, String value) {
        return broken(id, key + "=" + value, scene -> scene.with(key, value));
    }

    private static Broken unset(String id, String key) {
        return broken(id, key + " unset", scene -> scene.without(key));
    }

    private static Broken broken(String id, String what, UnaryOperator<ReadinessScene> how) {
        return new Broken(id, what, how);
    }

    private static ReadinessReport.Entry entry(ReadinessReport report, String id) {
        return report.checks().stream()
                .filter(check -> check.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Guard own(String name) {
        return new OwnGuard(name);
    }

    private record OwnGuard(String name) implements Guard {
        @Override
        public Stage stage() {
            return Stage.ANSWER;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            return Verdict.proceed();
        }
    }

    private static final class FailingGuard implements Guard {
        @Override
        public String name() {
            return "failing";
        }

        @Override
        public Stage stage() {
            return Stage.LIMIT;
        }

        @Override
        public Verdict inspect(Exchange exchange) {
            throw new IllegalStateException("broken on purpose");
        }
    }
}
