/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Guard;
import dev.breakwater.Stage;
import dev.breakwater.Verdict;
import dev.breakwater.audit.RuntimeEvent;
import dev.breakwater.config.BreakwaterSettings;
import dev.breakwater.config.Layer;
import dev.breakwater.config.Layers;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.RequestCost;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.Correlation;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Reply;
import dev.breakwater.health.HealthChanged;
import dev.breakwater.health.HealthCheck;
import dev.breakwater.health.HealthResult;
import dev.breakwater.policy.InvalidPolicyException;
import dev.breakwater.ratelimit.Charge;
import dev.breakwater.ratelimit.RateLimitStore;
import dev.breakwater.ratelimit.StoreAnswer;
import dev.breakwater.requestlog.RequestLogCounts;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class BreakwaterRuntimeTest {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);

    private final List<Decision> heard = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ManualTime time = new ManualTime();

    @Nested
    class Starting {
        @Test
        void withoutAnyConfigurationPutsUpWhatNeedsNone() {
            try (BreakwaterRuntime runtime = builder(Map.of()).start()) {
                assertThat(runtime.chain().guards())
                        .extracting(Guard::name)
                        .containsExactly(
                                "request-log",
                                "metrics",
                                "security-headers",
                                "health",
                                "operators",
                                "drain",
                                "request-limits",
                                "request-path",
                                "overload",
                                "cost");
            }
        }

        @Test
        void givesRequestsTheirIdsThoughNothingIsLogged() {
            String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            try (BreakwaterRuntime runtime =
                    builder(Map.of("request-log.enabled", "false")).start()) {
                Exchange exchange = TestExchange.request("GET", "/")
                        .header("traceparent", parent)
                        .build();
                Admission admission = runtime.chain().admit(exchange).await();
                Correlation correlation = Correlation.of(exchange);
                admission.complete(OK);

                assertThat(runtime.chain().guards()).extracting(Guard::name).startsWith("request-log", "metrics");
                assertThat(correlation.requestId()).hasSize(36);
                assertThat(correlation.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
                assertThat(admission.headerRules().find("X-Request-Id").value()).isEqualTo(correlation.requestId());
                assertThat(lines).isEmpty();
                assertThat(runtime.requestLogCounts()).isEqualTo(new RequestLogCounts(0, 0, 0, 0, 0, 0, 0, 0));
            }
        }

        @Test
        void takesReportsBehindAllLimitsIfAPathIsSet() {
            try (BreakwaterRuntime runtime =
                    builder(Map.of("headers.reporting.path", "/reports")).start()) {
                assertThat(runtime.chain().guards()).extracting(Guard::name).endsWith("overload", "reports", "cost");
            }
        }

        @Test
        void keepsTheBucketsThatStandInForALostStore() {
            Map<String, String> limited =
                    Map.of("rate-limit.policies[0].name", "p", "rate-limit.policies[0].limits", "1/h");
            try (BreakwaterRuntime runtime =
                    builder(limited).rateLimitStore(new LostStore()).start()) {
                assertThat(runtime.chain().admit(TestExchange.get("/")).await().reply())
                        .isNull();
                runtime.replace(BreakwaterSettings.read(layers(limited)));

                assertThat(runtime.chain().admit(TestExchange.get("/")).await().reply())
                        .isNotNull();
            }
        }

        @Test
        void answersOperatorsAboutOffendersOnceThereIsALimit() {
            Map<String, String> limited =
                    Map.of("rate-limit.policies[0].name", "p", "rate-limit.policies[0].limits", "1/s");
            try (BreakwaterRuntime runtime = builder(limited).start()) {
                Admission operator = runtime.chain()
                        .admit(TestExchange.request("GET", "/breakwater/offenders")
                                .peer("127.0.0.1")
                                .build());
                Admission other = runtime.chain()
                        .admit(TestExchange.request("GET", "/breakwater/offenders")
                                .peer("203.0.113.7")
                                .build());

                assertThat(operator.reply()).isNotNull();
                assertThat(operator.reply().text()).isEqualTo("{\"offenders\":[]}");
                assertThat(other.reply()).isNull();
            }
        }

        @Test
        void withAWrongConfigurationSaysAllOfIt() {
            assertThatThrownBy(() -> builder(Map.of("rate-limit.max-keys", "many", "headers.presett", "api"))
                            .start())
                    .isInstanceOfSatisfying(
                            InvalidPolicyException.class,
                            invalid -> assertThat(invalid.problems()).hasSize(2));
        }

        @Test
        void thatFailsLeavesNoThreadBehind() {
            assertThatThrownBy(() -> builder(Map.of())
                            .guards(List.of(guard("same"), guard("same")))
                            .healthChecks(List.of(check(HealthResult.up())))
                            .start())
                    .isInstanceOf(InvalidPolicyException.class);
            await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("breakwater-")));
        }

        @Test
        void letsObserversHearWhatTheFirstChecksFind() {
            try (BreakwaterRuntime runtime = builder(Map.of())
                    .healthChecks(List.of(check(HealthResult.down("no route"))))
                    .start()) {
                await().untilAsserted(() -> assertThat(heard).hasAtLeastOneElementOfType(HealthChanged.class));
            }
        }

        @Test
        void canWaitWithReadinessUntilTheApplicationServes() {
            try (BreakwaterRuntime runtime = builder(Map.of()).servingLater().start()) {
                assertThat(status(runtime, "/readyz")).isEqualTo(503);
                runtime.serving();
                assertThat(status(runtime, "/readyz")).isEqualTo(200);
            }
        }

        @Test
        void takesTheApplicationsGuardInPlaceOfOursAndAddsOthers() {
            Guard ours = guard("Security-Headers");
            Guard another = guard("another");
            try (BreakwaterRuntime runtime =
                    builder(Map.of()).guards(List.of(ours, another)).start()) {
                assertThat(runtime.chain().guards()).contains(ours, another).hasSize(11);
            }
        }
    }

    @Nested
    class Replacing {
        private final Map<String, String> five =
                Map.of("rate-limit.policies[0].name", "default", "rate-limit.policies[0].limits", "5 per hour");

        @Test
        void keepsTheBucketsOfPoliciesThatKeepTheirName() {
            try (BreakwaterRuntime runtime = builder(five).start()) {
                for (int i = 0; i < 5; i++) {
                    assertThat(refused(runtime)).isFalse();
                }
                runtime.replace(settings(five));
                assertThat(refused(runtime)).isTrue();
            }
        }

        @Test
        void carriesWhatIsUsedUpIntoOtherLimits() {
            Map<String, String> policy = new LinkedHashMap<>(five);
            policy.put("rate-limit.policies[0].limits", "100 per hour");
            try (BreakwaterRuntime runtime = builder(policy).start()) {
                for (int i = 0; i < 50; i++) {
                    assertThat(refused(runtime)).isFalse();
                }
                policy.put("rate-limit.policies[0].limits", "10 per hour");
                policy.put("rate-limit.policies[0].cost", "0");
                runtime.replace(settings(policy));
                assertThat(field(runtime)).startsWith("\"default\";r=5;");
                policy.put("rate-limit.policies[0].limits", "100 per hour");
                runtime.replace(settings(policy));
                assertThat(field(runtime)).as("no free refill").startsWith("\"default\";r=50;");
            }
        }

        @Test
        void takesExemptionsAndBlocksIntoForce() {
            try (BreakwaterRuntime runtime = builder(Map.of()).start()) {
                runtime.replace(settings(Map.of("rate-limit.blocklist", "192.0.2.0/24")));
                assertThat(status(runtime, "/")).isEqualTo(403);
                runtime.replace(
                        settings(Map.of("rate-limit.blocklist", "192.0.2.0/24", "rate-limit.exempt", "192.0.2.1")));
                assertThat(status(runtime, "/")).isZero();
            }
        }

        @Test
        void asksWhoKnowsThePlans() {
            Map<String, String> policy = new LinkedHashMap<>(five);
            policy.put("rate-limit.policies[0].plans.pro", "100 per hour");
            try (BreakwaterRuntime runtime =
                    builder(policy).plans(exchange -> "pro").start()) {
                assertThat(field(runtime)).startsWith("\"default\";r=99;");
            }
        }

        private static String field(BreakwaterRuntime runtime) {
            return String.valueOf(runtime.chain()
                    .admit(TestExchange.get("/"))
                    .headerRules()
                    .find("RateLimit")
                    .value());
        }

        @Test
        void withWrongSettingsChangesNothing() {
            Guard mine = guard("mine");
            try (BreakwaterRuntime runtime =
                    builder(Map.of()).guards(List.of(mine)).start()) {
                Breakwater before = runtime.chain();
                assertThatThrownBy(() -> runtime.replace(settings(Map.of("enabled", "perhaps"))))
                        .isInstanceOf(InvalidPolicyException.class);
                assertThat(runtime.chain()).isSameAs(before);
            }
        }

        @Test
        void switchesEverythingOffAndOnAgain() {
            try (BreakwaterRuntime runtime = builder(Map.of()).start()) {
                runtime.replace(settings(Map.of("enabled", "false")));
                assertThat(runtime.chain().guards()).isEmpty();
                runtime.replace(settings(Map.of()));
                assertThat(status(runtime, "/livez")).isEqualTo(200);
            }
        }

        @Test
        void switchesHealthOn() {
            try (BreakwaterRuntime runtime =
                    builder(Map.of("health.enabled", "false")).start()) {
                runtime.replace(settings(Map.of()));
                assertThat(status(runtime, "/readyz")).isEqualTo(200);
            }
        }

        @Test
        void isNotForARuntimeAroundAChain() {
            BreakwaterRuntime runtime = BreakwaterRuntime.of(Breakwater.of(List.of()));
            assertThatThrownBy(() -> runtime.replace(settings(Map.of()))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Nested
    class MeteringModels {
        @Test
        void addsTokensAndCostToTheRequestsEvent() {
            try (BreakwaterRuntime runtime = builder(Map.of()).start()) {
                TestExchange exchange = TestExchange.get("/api");
                Admission admission = runtime.chain().admit(exchange);
                Exchange previous = CurrentExchange.open(exchange);
                runtime.llmMeter().record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer());
                CurrentExchange.close(previous);
                admission.complete(OK);
                assertThat(heard).hasAtLeastOneElementOfType(RequestCost.class);
                assertThat(lines)
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .contains(
                                        "\"gen_ai.usage.input_tokens\":200",
                                        "\"breakwater.llm.cost_nano_usd\":435000"));
            }
        }

        @Test
        void addsWhatComesBetweenTheTotalsAndTheEvent() {
            AtomicReference<BreakwaterRuntime> running = new AtomicReference<>();
            Guard late = new Guard() {
                @Override
                public String name() {
                    return "late";
                }

                @Override
                public Stage stage() {
                    return Stage.LIMIT;
                }

                @Override
                public Verdict inspect(Exchange exchange) {
                    return Verdict.proceed().then((same, outcome) -> record(running.get()));
                }
            };
            try (BreakwaterRuntime runtime =
                    builder(Map.of()).guards(List.of(late)).start()) {
                running.set(runtime);
                TestExchange exchange = TestExchange.get("/api");
                Admission admission = runtime.chain().admit(exchange);
                Exchange previous = CurrentExchange.open(exchange);
                record(runtime);
                record(runtime);
                admission.complete(OK);
                CurrentExchange.close(previous);
                assertThat(lines)
                        .singleElement()
                        .satisfies(line -> assertThat(line)
                                .contains(
                                        "\"gen_ai.usage.input_tokens\":600",
                                        "\"breakwater.llm.calls\":3",
                                        "\"breakwater.llm.cost_nano_usd\":1305000"));
            }
        }

        private void record(BreakwaterRuntime runtime) {
            runtime.llmMeter().record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer());
        }

        @Test
        void tellsNobodyWhenSwitchedOff() {
            try (BreakwaterRuntime runtime =
                    builder(Map.of("cost.enabled", "false")).start()) {
                assertThat(runtime.llmMeter()
                                .record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer())
                                .isPriced())
                        .isFalse();
                assertThat(heard).hasOnlyElementsOfType(RuntimeEvent.class);
            }
        }

        private byte[] answer() {
            return "{\"usageMetadata\":{\"promptTokenCount\":200,\"candidatesTokenCount\":150,\"totalTokenCount\":350}}"
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    @Nested
    class Operators {
        @Test
        void areWhomTheCurrentSettingsName() {
            try (BreakwaterRuntime runtime =
                    builder(Map.of("ops.networks", "192.0.2.0/24")).start()) {
                TestExchange exchange = TestExchange.get("/costs");
                runtime.chain().admit(exchange);
                assertThat(runtime.isOperator(exchange)).isTrue();
                runtime.replace(settings(Map.of("ops.networks", "198.51.100.0/24")));
                assertThat(runtime.isOperator(exchange)).isFalse();
            }
        }
    }

    private BreakwaterRuntime.Builder builder(Map<String, String> values) {
        return BreakwaterRuntime.builder(layers(values))
                .observers(List.of((decision, exchange) -> heard.add(decision)))
                .eventSink((level, line) -> lines.add(line))
                .time(time);
    }

    private static BreakwaterSettings settings(Map<String, String> values) {
        return BreakwaterSettings.read(layers(values));
    }

    private static Layers layers(Map<String, String> values) {
        return Layers.of(Layer.of("test", new LinkedHashMap<>(values)));
    }

    private static int status(BreakwaterRuntime runtime, String path) {
        Reply reply = runtime.chain().admit(TestExchange.get(path)).reply();
        return reply == null ? 0 : reply.status();
    }

    private static boolean refused(BreakwaterRuntime runtime) {
        return runtime.chain().admit(TestExchange.get("/")).reply() != null;
    }

    private static HealthCheck check(HealthResult result) {
        return new HealthCheck() {
            @Override
            public String name() {
                return "database";
            }

            @Override
            public HealthResult check() {
                return result;
            }
        };
    }

    private static Guard guard(String name) {
        return new Guard() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Stage stage() {
                return Stage.LIMIT;
            }

            @Override
            public Verdict inspect(Exchange exchange) {
                return Verdict.proceed();
            }
        };
    }

    private static final class LostStore implements RateLimitStore {
        @Override
        public CompletionStage<StoreAnswer> decide(List<Charge> charges) {
            return CompletableFuture.completedFuture(new StoreAnswer.Unavailable("gone"));
        }

        @Override
        public CompletionStage<StoreAnswer> settle(List<Settlement> settlements) {
            return CompletableFuture.completedFuture(new StoreAnswer.Unavailable("gone"));
        }
    }
}
