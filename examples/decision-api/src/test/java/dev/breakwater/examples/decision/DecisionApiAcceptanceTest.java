/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.examples.decision;

import static dev.breakwater.examples.decision.RunningService.field;
import static dev.breakwater.examples.decision.RunningService.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.audit.AuditVerifier;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the Decision API's deployment guide demands, section by section, over real HTTP with nothing between the service and the
 * socket. One service for each section.
 */
class DecisionApiAcceptanceTest {
    private static final String ORIGIN = "https://app.example.com";
    private static final String DECIDE = "/api/v1/decide";
    private static final String PING = "/api/v1/ping";
    private static final String[] STRANGER = {"X-Forwarded-For", "203.0.113.9"};

    @TempDir
    static Path directory;

    private static void assertSecured(HttpResponse<?> response) {
        assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(response.headers().allValues("X-Frame-Options")).containsExactly("DENY");
    }

    private static String body(String message, String plan) {
        return "{\"message\":\"" + message + "\",\"plan\":\"" + plan + "\"}";
    }

    /** A section of the guide, with a service of its own. */
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class Section {
        RunningService service;

        abstract RunningService start();

        @BeforeAll
        void begin() {
            service = start();
        }

        @AfterAll
        void end() {
            service.close();
        }
    }

    /** "Security": API authentication, rate limiting per user and address, CORS, no credential in the open. */
    @Nested
    class Security extends Section {
        private static final String ALICE = "key-of-alice-0123456789";
        private static final String BATCH = "key-of-batch-0123456789";

        private Path audit;

        @Override
        RunningService start() {
            audit = directory.resolve("audit.jsonl");
            return RunningService.asDelivered(Map.of(
                    ApiKeys.VARIABLE, "alice:" + ALICE + ",batch:" + BATCH, "BREAKWATER_AUDIT_FILE", audit.toString()));
        }

        @Test
        void withoutAKeyThereIsNoAnswer() throws Exception {
            for (String path : List.of(PING, "/api/v1/nothing")) {
                HttpResponse<String> refused = service.get(path, "Origin", ORIGIN);
                assertThat(refused.statusCode()).as(path).isEqualTo(401);
                assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
                assertThat(header(refused, "WWW-Authenticate")).startsWith("ApiKey ");
                assertThat(refused.headers().allValues("Access-Control-Allow-Origin"))
                        .containsExactly(ORIGIN);
                assertSecured(refused);
            }
            assertThat(service.post(DECIDE, body("refund", "pro")).statusCode()).isEqualTo(401);
        }

        @Test
        void aWrongKeyIsRefusedAuditedAndWrittenDownNowhere() throws Exception {
            String wrong = "key-of-nobody-0123456789";
            HttpResponse<String> refused = service.get(PING, ApiKeyFilter.HEADER, wrong);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).doesNotContain(wrong);
            await().until(() -> service.audited().stream().anyMatch(line -> line.contains("authn_login_fail")));
            assertThat(service.audited()).noneMatch(line -> line.contains(wrong));
            assertThat(service.events(1)).noneMatch(line -> line.contains(wrong));
        }

        @Test
        void aKeyNamesItsUserAndProbesNeedNone() throws Exception {
            assertThat(service.get(PING, ApiKeyFilter.HEADER, ALICE).statusCode())
                    .isEqualTo(200);
            assertThat(service.get("/livez").statusCode()).isEqualTo(200);
            assertThat(service.events(1)).noneMatch(line -> line.contains(ALICE));
        }

        @Test
        void aPageMayAskWithItsKey() throws Exception {
            assertThat(header(service.preflight(ORIGIN, "x-api-key"), "Access-Control-Allow-Headers"))
                    .containsIgnoringCase("x-api-key");
        }

        /** Last of all limits: what they leave is spent. */
        @Test
        void twoUsersBehindOneAddressHaveSixtyEachAndStrangersTheAddresss() {
            for (String key : List.of(ALICE, BATCH)) {
                List<Integer> statuses = service.burst(70, PING, ApiKeyFilter.HEADER, key);
                // One comes back each second; another test may have taken one.
                assertThat(Collections.frequency(statuses, 200)).as(key).isBetween(58, 64);
                assertThat(statuses).containsOnly(200, 429);
            }
            // Guessing keys is limited by address: 401 as long as there is room, then 429.
            List<Integer> guesses = service.burst(80, PING, ApiKeyFilter.HEADER, "a-guess-at-somebodys-key");
            assertThat(guesses).containsOnly(401, 429);
            assertThat(Collections.frequency(guesses, 429)).isPositive();
        }

        @Test
        void theAuditFileIsAnUnbrokenChain() throws Exception {
            service.get(PING, ApiKeyFilter.HEADER, "one-more-guess-0123456789");
            await().until(() -> Files.readString(audit).contains("authn_login_fail"));
            assertThat(AuditVerifier.of(List.of()).verify(List.of(audit)).isOk())
                    .isTrue();
            String[] lines = Files.readString(audit).split("\n", -1);
            Path changed = directory.resolve("changed.jsonl");
            Files.writeString(changed, String.join("\n", lines).replace("authn_login_fail", "authn_login_ok"));
            assertThat(AuditVerifier.of(List.of()).verify(List.of(changed)).isOk())
                    .isFalse();
        }
    }

    /** "Rate limiting configured per user/IP", as delivered and without keys, and who may ask from a browser. */
    @Nested
    class Limits extends Section {
        @Override
        RunningService start() {
            return RunningService.asDelivered(Map.of("BREAKWATER_CALLER_TRUSTED_PROXIES", "127.0.0.0/8"));
        }

        private String[] of(String address) {
            return new String[] {"X-Forwarded-For", address};
        }

        @Test
        void eachAddressHasSixtyAMinute() {
            for (String address : List.of("203.0.113.20", "203.0.113.21")) {
                List<Integer> statuses = service.burst(90, PING, of(address));
                assertThat(statuses).containsOnly(200, 429);
                assertThat(Collections.frequency(statuses, 200)).isBetween(60, 63);
            }
        }

        @Test
        void whatAClientSaysOfItsAddressChangesNothing() throws Exception {
            service.burst(90, PING, of("203.0.113.22"));
            HttpResponse<String> refused =
                    service.get(PING, "X-Forwarded-For", "198.51.100.1, 203.0.113.22", "Origin", ORIGIN);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(header(refused, "Content-Type")).startsWith("application/problem+json");
            assertThat(Long.parseLong(header(refused, "Retry-After"))).isBetween(1L, 60L);
            assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertSecured(refused);
        }

        @Test
        void probesAndPreflightsAreNeverCounted() throws Exception {
            service.burst(90, PING, of("203.0.113.23"));
            for (String probe : List.of("/livez", "/readyz", "/startupz", "/health")) {
                assertThat(service.get(probe, of("203.0.113.23")).statusCode())
                        .as(probe)
                        .isEqualTo(200);
            }
            assertThat(service.preflight(ORIGIN, "content-type").statusCode()).isEqualTo(204);
        }

        @Test
        void browsersMayCallFromTheKnownOriginOnly() throws Exception {
            assertThat(header(service.preflight(ORIGIN, "content-type"), "Access-Control-Allow-Origin"))
                    .isEqualTo(ORIGIN);
            assertThat(header(
                            service.preflight("https://evil.example.net", "content-type"),
                            "Access-Control-Allow-Origin"))
                    .isEmpty();
            HttpResponse<String> pong = service.get(PING, "Origin", ORIGIN);
            assertThat(header(pong, "Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
            assertThat(header(pong, "Vary")).contains("Origin");
        }
    }

    /** "Monitoring": what is measured, logged and tracked. */
    @Nested
    class Monitoring extends Section {
        @Override
        RunningService start() {
            return new RunningService();
        }

        @Test
        void metricsAreForOperatorsInThreeForms() throws Exception {
            assertThat(service.get("/metrics").body()).startsWith("{").contains("\"p50\"", "\"p95\"", "\"p99\"");
            assertThat(header(service.get("/metrics/prometheus"), "Content-Type"))
                    .startsWith("text/plain");
            for (String path : List.of("/metrics", "/metrics/prometheus", "/metrics/summary", "/breakwater/costs")) {
                assertThat(service.get(path).statusCode()).as(path).isEqualTo(200);
                assertThat(service.get(path, STRANGER).statusCode()).as(path).isEqualTo(404);
            }
        }

        @Test
        void decisionsAreCountedByActionSourceConfidenceAndRisk() throws Exception {
            service.post(DECIDE, body("Our site is down", "enterprise"));
            service.post(DECIDE, body("I want to cancel", "pro"));
            await().untilAsserted(() -> assertThat(
                            service.get("/metrics/prometheus").body())
                    .contains("decisions_total{action=\"escalate\",source=\"rules\"} 1.0")
                    .contains("decisions_total{action=\"escalate\",source=\"llm\"} 0.0")
                    .contains("decision_confidence_percent_bucket{source=\"rules\",le=\"90.0\"} 1")
                    .contains("decisions_churn_total{risk=\"high\"} 1.0")
                    .contains("decisions_churn_total{risk=\"medium\"} 1.0")
                    .contains("breakwater_queue_depth{queue=\"decisions\"} 0.0")
                    .contains("breakwater_queue_capacity{queue=\"decisions\"} 2000.0")
                    .containsPattern("http_server_requests_seconds_count\\{.*uri=\"/api/v1/decide\"} "));
        }

        @Test
        void requestsAreCountedByTheirStatusAndTimed() throws Exception {
            service.post(DECIDE, body("Where is the manual?", "pro"));
            service.post(DECIDE, "{");
            service.get("/api/v1/nothing");
            await().untilAsserted(() -> assertThat(
                            service.get("/metrics/prometheus").body())
                    .containsPattern("http_server_requests_seconds_count\\{.*status=\"200\",uri=\"/api/v1/decide\"} ")
                    .containsPattern("http_server_requests_seconds_count\\{.*status=\"400\",uri=\"/api/v1/decide\"} ")
                    .containsPattern("http_server_requests_seconds_count\\{.*status=\"404\"")
                    .containsPattern("http_server_requests_seconds_bucket\\{.*le=\"1.0\"} "));
        }

        @Test
        void geminisTokensCostLatencyAndFailuresAreMeasured() throws Exception {
            service.ask("How do I export a report?");
            service.ask("How do I? " + GeminiStandIn.FAIL);
            await().untilAsserted(
                            () -> assertThat(service.get("/metrics/prometheus").body())
                                    .containsPattern("breakwater_llm_tokens_total\\{.*type=\"input\"} [2-9]")
                                    .containsPattern("breakwater_llm_tokens_total\\{.*type=\"output\"} [1-9]")
                                    .containsPattern("breakwater_llm_cost_total\\{.*} [1-9]")
                                    .containsPattern("breakwater_upstream_calls_seconds_count\\{.*outcome=\"failed\"")
                                    .containsPattern("breakwater_llm_budget_\\w+\\{budget=\"daily\""));
        }

        @Test
        void whatTheReadmeAsksOfPrometheusIsThere() throws Exception {
            service.ask("Which formats can I import?");
            String readme = Files.readString(Path.of("README.md"));
            String table =
                    readme.substring(readme.indexOf("| the guide's metric"), readme.indexOf("Dashboards and alerts"));
            Set<String> asked = new TreeSet<>();
            for (String row :
                    table.lines().filter(line -> line.startsWith("|")).skip(2).toList()) {
                asked.addAll(Promql.series(row.substring(row.indexOf('`')).replace("`", "")));
            }
            assertThat(asked).hasSizeGreaterThan(5);
            await().untilAsserted(() -> assertThat(
                            Promql.scraped(service.get("/metrics/prometheus").body()))
                    .containsAll(asked));
        }

        @Test
        void eachRequestIsALineWithTokensAndCostAndWithoutItsMessage() throws Exception {
            HttpResponse<String> answer = service.post(DECIDE, body("Is there a secret dark mode?", "pro"));
            String event = service.event(header(answer, "X-Request-Id"));
            assertThat(field(event, "gen_ai.usage.input_tokens")).isEqualTo("200");
            assertThat(field(event, "gen_ai.usage.output_tokens")).isEqualTo("150");
            assertThat(field(event, "breakwater.llm.cost_nano_usd")).isEqualTo("227500");
            assertThat(event).doesNotContain("dark mode");
        }

        @Test
        void eachRequestIsALineWithPathMethodStatusDurationAndTime() throws Exception {
            Instant before = Instant.now();
            String event = service.event(header(service.post(DECIDE, "{"), "X-Request-Id"));
            assertThat(field(event, "url.path")).isEqualTo(DECIDE);
            assertThat(field(event, "http.request.method")).isEqualTo("POST");
            assertThat(field(event, "http.response.status_code")).isEqualTo("400");
            assertThat(Long.parseLong(field(event, "event.duration"))).isPositive();
            assertThat(Instant.parse(field(event, "@timestamp"))).isBetween(before, Instant.now());
        }

        @Test
        void anErrorTrackerHearsOfFailures() {
            String before = count();
            service.bean(ErrorReports.class).failed(new IllegalStateException("secret"), null);
            assertThat(Double.parseDouble(count())).isEqualTo(Double.parseDouble(before) + 1);
        }

        private String count() {
            try {
                return service.get("/metrics/prometheus")
                        .body()
                        .lines()
                        .filter(line -> line.startsWith("errors_reported_total"))
                        .findFirst()
                        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                        .orElseThrow();
            } catch (Exception fault) {
                throw new AssertionError(fault);
            }
        }
    }

    /** "Testing": decisions, edge cases, what makes no sense. */
    @Nested
    class Testing extends Section {
        @Override
        RunningService start() {
            return new RunningService();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        I was charged twice, refund me | pro        | rules    | review_refund | medium
                        Our site is down               | enterprise | rules    | escalate      | medium
                        Where can I rename a project?  | free       | llm      | reply         | low
                        Too expensive for what it does | free       | llm      | retain        | high
                        Hm simulate-llm-failure        | enterprise | fallback | escalate      | low
                        """)
        void decisionsComeFromRulesThenTheModelAndRulesAgainIfItFails(
                String message, String plan, String source, String action, String risk) throws Exception {
            HttpResponse<String> response = service.post(DECIDE, body(message, plan));
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body())
                    .contains("\"source\":\"" + source + "\"")
                    .contains("\"action\":\"" + action + "\"")
                    .contains("\"churnRisk\":\"" + risk + "\"")
                    .contains("\"confidence\":0.");
            assertSecured(response);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "{", "[]", "\"text\"", "{\"message\":}", "{}", "{\"message\":\"x\",\"plan\":\"gold\"}"})
        void whatMakesNoSenseIsAnsweredClearly(String json) throws Exception {
            HttpResponse<String> response = service.post(DECIDE, json);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
            assertThat(response.body())
                    .contains("\"detail\"")
                    .doesNotContain("gold")
                    .doesNotContain("Exception");
            assertSecured(response);
        }

        @ParameterizedTest
        @ValueSource(ints = {8_001, 100_000})
        void hugeMessagesAreTooLarge(int length) throws Exception {
            HttpResponse<String> response = service.post(DECIDE, body("x".repeat(length), "pro"));
            assertThat(response.statusCode()).isEqualTo(413);
            assertThat(header(response, "Content-Type")).startsWith("application/problem+json");
            assertSecured(response);
        }

        @ParameterizedTest
        @CsvSource({"/api/v1/nothing, 404", "/api/v1/decide, 405", "/health/detailed, 404"})
        void errorsCarryTheSecurityHeaders(String path, int status) throws Exception {
            HttpResponse<String> response = service.get(path, STRANGER);
            assertThat(response.statusCode()).isEqualTo(status);
            assertSecured(response);
        }
    }

    /** "Cost Management": budget, daily cost, projections, what can wait. */
    @Nested
    class CostManagement extends Section {
        private static final String SUMMARY = "/api/v1/summary";

        @Override
        RunningService start() {
            // What was recorded outside of requests is nobody's, as those are who have no key.
            return new RunningService(Map.of("USER_TOKENS_PER_HOUR", "100000000"));
        }

        /** One story: a day's budget is used up, and what happens on the way. */
        @Test
        void aDaysBudgetIsTold50And80And100AndThenRulesAnswerForNothing() throws Exception {
            assertThat(service.ask("How do I export a report?")).isEqualTo("llm");
            assertThat(service.get(SUMMARY).body())
                    .contains("\"usd\":\"0.0002275\"", "\"budgetUsd\":\"5.00\"", "\"percentSpent\":0", "\"ends\":")
                    .contains("\"per1000DecisionsUsd\":\"0.2275\"");

            service.spent(8_000_000); // 2.80 USD
            assertThat(alert(50)).isTrue();
            assertThat(alert(80)).isFalse();
            assertThat(later("How can I change the language?")).contains("\"source\":\"llm\"");

            service.spent(4_000_000); // 4.20 USD: what can wait leaves the rest to those who wait
            assertThat(alert(80)).isTrue();
            int calls = service.model().calls();
            assertThat(later("Where is the manual?"))
                    .contains("\"source\":\"fallback\"", "the budget left is for what is urgent");
            assertThat(later("I was charged twice")).contains("\"source\":\"rules\"");
            assertThat(service.model().calls()).isEqualTo(calls);
            assertThat(service.ask("Can I have two accounts?")).isEqualTo("llm");

            service.spent(2_285_000); // beyond 5 USD: it was made elsewhere, so it counts
            assertThat(alert(100)).isTrue();
            calls = service.model().calls();
            assertThat(service.ask("Is there a student discount?")).isEqualTo("fallback");
            assertThat(service.asking("Is there a discount?", "pro").join().body())
                    .contains("no budget is left for the model");
            assertThat(field(service.lastEvent(), "breakwater.upstream.gemini.failure"))
                    .isEqualTo("budget");
            assertThat(service.ask("How do I export a report?")).isEqualTo("cache");
            assertThat(service.ask("refund")).isEqualTo("rules");
            assertThat(service.model().calls()).isEqualTo(calls);
            assertThat(service.gemini().isDisabled()).isFalse();

            assertThat(service.get("/breakwater/costs?by=day&format=text").body())
                    .contains("total: ", "1000 calls a day: ");
            assertThat(service.get("/breakwater/costs?by=budget").body()).contains("\"daily");
            assertThat(service.get("/metrics/summary").body()).contains("daily");
        }

        /** The ledger's file outlives the service: the day is as far gone as it was. */
        @Test
        void aRestartGivesNoMoneyBack() throws Exception {
            Map<String, String> variables = Map.of(
                    "DAILY_BUDGET_USD",
                    "0.002",
                    "COST_LEDGER",
                    directory.resolve("small.jsonl").toString());
            try (RunningService before = new RunningService(variables)) {
                await().until(() -> before.ask(UUID.randomUUID().toString()).equals("fallback"));
                assertThat(before.model().calls()).isBetween(3, 7);
            }
            try (RunningService after = new RunningService(variables)) {
                assertThat(after.ask("Do you have an office in Oslo?")).isEqualTo("fallback");
                assertThat(after.model().calls()).isZero();
                assertThat(after.get(SUMMARY).body()).containsPattern("\"today\":\\{\"calls\":[3-7],");
            }
        }

        private boolean alert(int percent) throws Exception {
            return service.get("/metrics/prometheus")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("breakwater_llm_budget_alerts_total"))
                    .filter(line -> line.contains("budget=\"daily\"") && line.contains("percent=\"" + percent + '"'))
                    .anyMatch(line -> line.endsWith(" 1.0"));
        }

        private String later(String message) throws Exception {
            HttpResponse<String> accepted = service.later(message);
            assertThat(accepted.statusCode()).isEqualTo(202);
            String where = header(accepted, "Location");
            await().until(() -> service.get(where).body().contains("\"decided\""));
            return service.get(where).body();
        }
    }

    /** "Batch processing": what is not urgent waits, is decided and fetched. */
    @Nested
    class BatchProcessing extends Section {
        @Override
        RunningService start() {
            return new RunningService(Map.of("USER_TOKENS_PER_HOUR", "5000"));
        }

        @Test
        void whatCanWaitIsDecidedLaterAndFetched() throws Exception {
            HttpResponse<String> accepted = service.later("I was charged twice, refund me");
            assertThat(accepted.statusCode()).isEqualTo(202);
            String where = header(accepted, "Location");
            assertThat(where).startsWith("/api/v1/decisions/");
            await().untilAsserted(() -> assertThat(service.get(where).body())
                    .contains("\"status\":\"decided\"")
                    .contains("\"action\":\"review_refund\""));
            assertSecured(service.get(where));
        }

        @Test
        void isRefusedLikeAnyOtherIfItMakesNoSense() throws Exception {
            assertThat(service.later(" ").statusCode()).isEqualTo(400);
            assertThat(service.get("/api/v1/decisions/" + UUID.randomUUID()).statusCode())
                    .isEqualTo(404);
            assertThat(service.get("/api/v1/decisions/1").statusCode()).isEqualTo(400);
        }

        @Test
        void nobodySpendsMoreThanAUserMay() throws Exception {
            for (int i = 0; i < 20; i++) {
                service.ask("Question " + i + " of one user");
            }
            assertThat(service.ask("One more question")).isEqualTo("fallback");
            assertThat(service.model().calls()).isBetween(3, 14);
            assertThat(service.get("/breakwater/costs?by=budget").body()).contains("per-user");
        }
    }

    /** "Environment Variables": each of the guide's does what the guide says of it. */
    @Nested
    class EnvironmentVariables extends Section {
        @Override
        RunningService start() {
            return RunningService.asDelivered(Map.of(
                    "API_HOST", "127.0.0.1",
                    "API_PORT", "0",
                    "MAX_WORKERS", "4",
                    "GEMINI_MODEL", "gemini-2.5-flash",
                    "GEMINI_TEMPERATURE", "0.9",
                    "GEMINI_MAX_TOKENS", "77",
                    "RATE_LIMIT_PER_MINUTE", "7",
                    "LOG_LEVEL", "WARNING"));
        }

        @Test
        void sayWhereToListenAndHowManyWork() {
            assertThat(service.setting("server.address")).isEqualTo("127.0.0.1");
            assertThat(service.setting("server.port")).isEqualTo("0");
            assertThat(service.setting("server.tomcat.threads.max")).isEqualTo("4");
        }

        @Test
        void sayWhatToAskOfTheModel() {
            GeminiSettings settings = service.bean(GeminiSettings.class);
            assertThat(settings.model()).isEqualTo("gemini-2.5-flash");
            assertThat(settings.temperature()).isEqualTo(0.9);
            assertThat(settings.maxTokens()).isEqualTo(77);
            assertThat(service.ask("How do I export a report?")).isEqualTo("llm");
            assertThat(service.sums().priced()).isEqualTo(1);
        }

        @Test
        void sayHowManyRequestsAMinute() throws Exception {
            assertThat(header(service.get(PING, STRANGER), "RateLimit-Policy")).contains("q=7;w=60");
        }

        @Test
        void sayWhatIsLogged() {
            assertThat(service.setting("logging.level.root")).isEqualTo("WARN");
            assertThat(service.runtime().requestLogCounts().written()).isZero();
        }

        @Test
        void areTheGuidesWhereNothingIsSaid() {
            try (RunningService usual = RunningService.asDelivered(Map.of())) {
                GeminiSettings settings = usual.bean(GeminiSettings.class);
                assertThat(settings.model()).isEqualTo("gemini-1.5-flash");
                assertThat(settings.temperature()).isEqualTo(0.2);
                assertThat(settings.maxTokens()).isEqualTo(500);
                assertThat(usual.setting("breakwater.upstreams.gemini.timeout")).isEqualTo("10s");
                assertThat(usual.setting("breakwater.upstreams.gemini.cache.ttl"))
                        .isEqualTo("1h");
                assertThat(usual.setting("breakwater.rate-limit.policies[0].limits"))
                        .isEqualTo("60 per minute");
                assertThat(usual.setting("logging.level.root")).isEqualTo("INFO");
                assertThat(usual.setting("server.address")).isEqualTo("0.0.0.0");
            }
        }

        @Test
        void aModelWithoutAPriceIsNotCalled() {
            try (RunningService unknown = new RunningService(Map.of("GEMINI_MODEL", "gemini-of-nobody"))) {
                assertThat(unknown.ask("How do I export a report?")).isEqualTo("fallback");
                assertThat(unknown.model().calls()).isZero();
            }
        }

        @Test
        void thatMakeNoSenseAreNamedAtTheStartWithoutASecret() {
            assertThatThrownBy(() -> RunningService.asDelivered(
                            Map.of(ApiKeys.VARIABLE, "alice:a-good-key-0123456789,bob:short", "API_PORT", "0")))
                    .hasStackTraceContaining(ApiKeys.VARIABLE + ": entry 2 has a key of fewer than 16 characters")
                    .satisfies(fault -> assertThat(stackTrace(fault)).doesNotContain("a-good-key", ":short"));
        }

        private static String stackTrace(Throwable fault) {
            StringWriter text = new StringWriter();
            fault.printStackTrace(new PrintWriter(text));
            return text.toString();
        }
    }
}
