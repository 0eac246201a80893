/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.Breakwater;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cors.CorsDecision;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.SpendState;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.exchange.Outcome.Kind;
import dev.breakwater.overload.ConcurrencyLimiter;
import dev.breakwater.ratelimit.StoreState;
import dev.breakwater.requestlog.RequestLogCounts;
import dev.breakwater.traffic.QueueGauges;
import dev.breakwater.traffic.Traffic;
import dev.breakwater.traffic.TrafficGuard;
import dev.breakwater.traffic.TrafficPolicy;
import dev.breakwater.upstream.BreakerChanged;
import dev.breakwater.upstream.CacheStats;
import dev.breakwater.upstream.KillSwitchChanged;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamResult;
import dev.breakwater.upstream.UpstreamResult.Source;
import dev.breakwater.upstream.UpstreamState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

@Tag("minimal")
class MetricsDocumentTest {
    private static final UpstreamState DISABLED =
            new UpstreamState("gemini", BreakerChanged.State.OPEN, Set.of(KillSwitchChanged.By.FILE), 4, 10, 6);

    private final ManualTime time = new ManualTime();
    private final Traffic traffic =
            Traffic.of(TrafficPolicy.builder().maxRoutes(10_000).build(), time);
    private final DecisionCounts decisions = new DecisionCounts();
    private final QueueGauges queues = new QueueGauges();
    private final Breakwater chain = Breakwater.builder()
            .guards(List.of(new TrafficGuard(traffic)))
            .observers(List.of(decisions))
            .build();
    private final MetricsState state = new MetricsState(
            "orders-api 1.4.2",
            TrafficPolicy.defaults(),
            traffic,
            decisions,
            queues,
            () -> new RequestLogCounts(5, 6, 4, 3, 2, 1, 7, 8),
            () -> new ConcurrencyLimiter.Load(2, 0, 0, 9, Integer.MAX_VALUE),
            () -> new StoreState(false, "no answer", 3, 70, 2, 5),
            name -> name.equals("gemini") ? new CacheStats(3, 1, 3, 7, 2, 2, 0, 1) : null,
            name -> name.equals("gemini") ? DISABLED : null,
            () -> new SpendState(List.of(), 0, 0));

    @Nested
    class AsJson {
        @Test
        void tellsOfRequests() {
            serve();
            assertThat(document())
                    .contains("\"service\":\"orders-api 1.4.2\",\"uptime_seconds\":10")
                    .contains("\"total\":101,\"errors\":1,\"active\":0,\"limited\":0,\"shed\":0")
                    .contains("\"by_method\":{\"GET\":101},\"by_status\":{\"200\":100,\"500\":1}")
                    .contains("\"by_outcome\":{\"ok\":100,\"error\":1,")
                    .contains("\"per_second\":10.1");
        }

        @Test
        void tellsHowLongTheyTook() {
            serve();
            assertThat(number(document(), "\"p50\":")).isBetween(49.5, 51.0);
            assertThat(number(document(), "\"p95\":")).isBetween(94.0, 97.0);
        }

        @Test
        void tellsOfEachRoute() {
            serve();
            assertThat(document()).contains("\"routes\":[{\"route\":\"/orders/{id}\",\"requests\":101,\"errors\":1,");
        }

        @Test
        void tellsHowPromisesAreKept() {
            serve();
            assertThat(document())
                    .contains("{\"name\":\"availability\",\"objective_percent\":99.9,\"good\":100,\"total\":101,")
                    .contains("\"budget_remaining\":-8.901,\"burn_rate_5m\":9.901,\"burn_rate_1h\":9.901}");
        }

        @Test
        void tellsOfQueuesEventsAndLoad() {
            queues.register("orders", () -> 3, 10);
            queues.register("endless", () -> 4, Integer.MAX_VALUE);
            assertThat(document())
                    .contains("{\"name\":\"endless\",\"depth\":4},{\"name\":\"orders\",\"depth\":3,\"capacity\":10}")
                    .contains("\"log\":{\"written\":5,\"sampled_out\":6,\"excluded\":4,\"dropped\":3,")
                    .contains("\"overload\":{\"in_flight\":2,\"peak\":9,\"waiting\":0,\"decisions\":{}}");
        }

        @Test
        void tellsOfTheStoreThatInstancesShare() {
            assertThat(document())
                    .contains("\"rate_limit_store\":{\"available\":false,\"reason\":\"no answer\",\"instances\":3,"
                            + "\"questions\":70,\"failures\":2,\"known\":5}");
            assertThat(new MetricsSummary(state).toText())
                    .contains("limits        shared by 3 instances, but not now: the store is away\n");
        }

        @Test
        void tellsOfUpstreams() {
            chain.publish(new UpstreamResult("gemini", Source.CALL, null, null, false, 2, 1), null);
            chain.publish(new UpstreamResult("gemini", Source.NONE, Reason.TIMEOUT, null, true, 1, 1), null);
            chain.publish(new BreakerChanged("gemini", BreakerChanged.State.CLOSED, BreakerChanged.State.OPEN), null);
            assertThat(document())
                    .contains(
                            "{\"name\":\"gemini\",\"calls\":2,\"failures\":1,\"attempts\":3,\"fallbacks\":1,"
                                    + "\"breaker\":\"open\",\"disabled\":true,\"running\":4,\"retries_refused\":6,\"cache\":{\"hits\":6,\"shared\":1,\"stale\":2,\"misses\":3,\"hit_rate\":0.75,\"entries\":7}}");
        }

        @Test
        void tellsOfAnUpstreamThatIsDisabledThoughItWasNeverCalled() {
            chain.publish(new KillSwitchChanged("gemini", true, KillSwitchChanged.By.FILE), null);
            assertThat(document()).contains("{\"name\":\"gemini\",\"calls\":0,", "\"disabled\":true");
        }

        @Test
        void tellsOfModelsAndTheirCostToTheLastDigit() {
            LlmMeter meter = new LlmMeter(PriceBook::bundled, decisions, time);
            byte[] answer = ("{\"usageMetadata\":{\"promptTokenCount\":200,\"candidatesTokenCount\":150}}")
                    .getBytes(StandardCharsets.UTF_8);
            meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-2.5-flash", answer);
            assertThat(document())
                    .contains("\"llm\":{\"calls\":1,\"cost_nano_usd\":435000,\"cost_usd\":\"0.000435000\"")
                    .contains("\"model\":\"gemini-2.5-flash\",\"calls\":1,\"unpriced\":0,\"input_tokens\":200,"
                            + "\"output_tokens\":150,\"cost_nano_usd\":435000");
        }

        @Test
        void tellsOfSecurityEvents() {
            chain.publish(new CorsDecision(CorsDecision.Kind.ACTUAL, CorsDecision.Reason.ORIGIN_NOT_ALLOWED), null);
            assertThat(document()).contains("\"security_events\":{\"malicious_cors\":1}");
        }

        @Test
        void isStrictJsonOfAtMostAMegabyteWhateverHappened() {
            for (int i = 0; i < 5_000; i++) {
                String odd = "/\u001b[2J\"" + i + "\u2028".repeat(240);
                chain.admit(TestExchange.get("/")).complete(new Outcome(200, Kind.OK, i, odd, null));
                chain.publish(new UpstreamResult(odd, Source.CALL, null, null, false, 1, 1), null);
            }
            String json = document();
            assertThat(json.length()).isLessThan(1_048_576);
            assertThat(json).matches("[ -~]*").contains("\"routes_left_out\":");
            try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
                int depth = 0;
                while (parser.nextToken() != null) {
                    depth += parser.currentToken().isStructStart()
                            ? 1
                            : parser.currentToken().isStructEnd() ? -1 : 0;
                }
                assertThat(depth).isZero();
            }
        }

        private double number(String json, String before) {
            int from = json.indexOf(before) + before.length();
            int to = from;
            while ("0123456789.".indexOf(json.charAt(to)) >= 0) {
                to++;
            }
            return Double.parseDouble(json.substring(from, to));
        }

        private String document() {
            return new MetricsDocument(state).toJson();
        }
    }

    @Nested
    class OnOneScreen {
        @Test
        void tellsPeopleWhatMatters() {
            serve();
            queues.register("orders", () -> 3, 10);
            chain.publish(new UpstreamResult("gemini", Source.CALL, null, null, false, 2, 1), null);
            String text = new MetricsSummary(state).toText();
            assertThat(text)
                    .startsWith("orders-api 1.4.2, up 00:00:10\n")
                    .contains("availability  spent: 99.01 % good, objective 99.9 %, budget left -890.1 %")
                    .contains("latency       kept: 100 % good, objective 95 % within 500 ms, budget left 100 %")
                    .contains("101 in all, 10.1/s, 0 active, 0.99 % errors (5m)")
                    .contains("  /orders/{id}")
                    .contains("1 calls, 0 failed, breaker closed, disabled, cache 75 %")
                    .contains("3 of 10");
            assertThat(text.lines().count()).isLessThan(25);
        }

        @Test
        void neverSteersATerminal() {
            chain.admit(TestExchange.get("/")).complete(new Outcome(200, Kind.OK, 1, "/\u001b[2J\r\nx\u202e", null));
            assertThat(new MetricsSummary(state).toText()).matches("[ -~\n]*").contains("/?[2J??x?");
        }

        @Test
        void tellsProgramsTheSame() {
            serve();
            assertThat(new MetricsSummary(state).toJson())
                    .contains("\"slo\":[{\"name\":\"availability\"", "\"error_share\":0.0099", "\"p95_ms\":")
                    .contains("\"routes\":[{\"route\":\"/orders/{id}\",\"requests\":101,\"errors\":1}]");
        }

        @Test
        void hasSomethingToSayBeforeTheFirstRequest() {
            assertThat(new MetricsSummary(state).toText()).contains("no requests", "budget left 100 %");
            assertThat(new MetricsSummary(state).toJson()).doesNotContain("p95_ms");
        }
    }

    /** A hundred requests in ten seconds, of 1 to 100 ms, and one that fails. */
    private void serve() {
        for (int i = 1; i <= 100; i++) {
            end(200, Kind.OK, Duration.ofMillis(i));
        }
        end(500, Kind.ERROR, Duration.ofMillis(1));
        time.advance(Duration.ofSeconds(10));
    }

    private void end(int status, Kind kind, Duration took) {
        chain.admit(TestExchange.get("/orders/7"))
                .complete(new Outcome(status, kind, took.toNanos(), "/orders/{id}", null));
    }
}
