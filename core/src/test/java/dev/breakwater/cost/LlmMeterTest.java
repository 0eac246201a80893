/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.breakwater.Admission;
import dev.breakwater.Breakwater;
import dev.breakwater.Decision;
import dev.breakwater.Observer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("minimal")
class LlmMeterTest {
    private static final Outcome OK = new Outcome(200, Outcome.Kind.OK, 1, null, null);
    private static final byte[] SEED = answer("gemini-1.5-flash-002", 200, 150);

    private final List<Decision> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<Exchange> of = Collections.synchronizedList(new ArrayList<>());
    private final Observer observer = (decision, exchange) -> {
        heard.add(decision);
        of.add(exchange);
    };
    private final LlmMeter meter = new LlmMeter(LlmMeterTest::guidePrices, observer, new ManualTime());

    private static byte[] answer(String model, long prompt, long candidates) {
        return ("{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"a secret\"}]}}],\"usageMetadata\":{\"promptTokenCount\":"
                        + prompt
                        + ",\"candidatesTokenCount\":" + candidates + ",\"totalTokenCount\":" + (prompt + candidates)
                        + "},\"modelVersion\":\"" + model + "\"}")
                .getBytes(UTF_8);
    }

    private static PriceBook guidePrices() {
        try (var in = LlmMeterTest.class.getResourceAsStream("guide-prices.yaml")) {
            return PriceBook.parse("guide-prices.yaml", new String(in.readAllBytes(), UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Object> described(Decision decision) {
        Map<String, Object> fields = new LinkedHashMap<>();
        decision.describe(new Decision.Fields() {
            @Override
            public void put(String name, String value) {
                fields.put(name, value);
            }

            @Override
            public void put(String name, long value) {
                fields.put(name, value);
            }

            @Override
            public void put(String name, boolean value) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    @Nested
    class ACall {
        @Test
        void costsWhatTheGuideSays() {
            CallCost call = meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", SEED);
            assertThat(call.nanoUsd()).isEqualTo(227_500);
            assertThat(call.usage().responseModel()).isEqualTo("gemini-1.5-flash-002");
            assertThat(call.price()).extracting(Price::model).isEqualTo("gemini-1.5-flash");
        }

        @Test
        void isPricedByTheModelThatAnsweredOrElseByTheOneThatWasAsked() {
            assertThat(meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "an-alias", SEED)
                            .nanoUsd())
                    .isEqualTo(227_500);
            assertThat(meter.record(
                                    LlmApi.GEMINI_GENERATE_CONTENT,
                                    "models/gemini-1.5-flash",
                                    answer("internal-7", 200, 150))
                            .nanoUsd())
                    .isEqualTo(227_500);
        }

        @Test
        void withoutAPriceIsUnpricedAndNotFree() {
            assertUnpriced(
                    meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "new", answer("new", 1, 1)), Pricing.UNKNOWN_MODEL);
            assertUnpriced(meter.record(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt", SEED), Pricing.NO_USAGE);
            assertUnpriced(
                    meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", new byte[0]), Pricing.NO_USAGE);
            assertUnpriced(
                    meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", "{".getBytes(UTF_8)),
                    Pricing.MALFORMED_USAGE);
            assertUnpriced(
                    meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", answer("m", 1L << 53, 0)),
                    Pricing.OVERFLOW);
        }

        private void assertUnpriced(CallCost call, Pricing why) {
            assertThat(call.pricing()).isEqualTo(why);
            assertThat(call.price()).isNull();
            assertThatIllegalStateException().isThrownBy(call::nanoUsd);
            assertThat(described(call))
                    .containsEntry("breakwater.llm.priced", false)
                    .doesNotContainKey("breakwater.llm.cost_nano_usd");
        }

        @Test
        void outsideARequestSpeaksForItself() {
            CallCost call = meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", SEED);
            assertThat(heard).containsExactly(call);
            assertThat(of).containsOnlyNulls();
            assertThat(described(call))
                    .isEqualTo(Map.of(
                            "gen_ai.provider.name", "gcp.gemini",
                            "gen_ai.request.model", "gemini-1.5-flash",
                            "gen_ai.usage.input_tokens", 200L,
                            "gen_ai.usage.output_tokens", 150L,
                            "breakwater.llm.calls", 1L,
                            "breakwater.llm.cost_nano_usd", 227_500L));
        }

        @Test
        void neverShowsWhatWasSaid() {
            CallCost call = meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", SEED);
            assertThat(call.toString() + described(call)).doesNotContain("secret");
        }
    }

    @Nested
    class ARequest {
        private final Breakwater chain = Breakwater.of(List.of(new CostGuard(observer)));
        private final TestExchange exchange = TestExchange.get("/decide");
        private final Admission admission = chain.admit(exchange);

        private CallCost call(String model, byte[] answer) {
            Exchange previous = CurrentExchange.open(exchange);
            try {
                return meter.record(LlmApi.GEMINI_GENERATE_CONTENT, model, answer);
            } finally {
                CurrentExchange.close(previous);
            }
        }

        private Decision last() {
            return heard.get(heard.size() - 1);
        }

        @Test
        void isAlwaysLetThrough() {
            assertThat(admission.reply()).isNull();
            assertThat(admission.headerRules()).isEmpty();
        }

        @Test
        void withoutCallsSaysNothing() {
            admission.complete(OK);
            assertThat(heard).isEmpty();
        }

        @Test
        void tellsTheTotalsOfItsCallsOnceAtItsEnd() {
            CallCost first = call("gemini-1.5-flash", SEED);
            call("gemini-1.5-flash", answer("gemini-1.5-flash", 100, 50));
            assertThat(described(first)).isEmpty();
            assertThat(heard).hasOnlyElementsOfType(CallCost.class);
            admission.complete(OK);
            assertThat(heard).hasSize(3);
            assertThat(of).containsOnly(exchange);
            assertThat(described(last()))
                    .isEqualTo(Map.of(
                            "gen_ai.provider.name",
                            "gcp.gemini",
                            "gen_ai.request.model",
                            "gemini-1.5-flash",
                            "gen_ai.usage.input_tokens",
                            300L,
                            "gen_ai.usage.output_tokens",
                            200L,
                            "breakwater.llm.calls",
                            2L,
                            "breakwater.llm.cost_nano_usd",
                            227_500L + 87_500L));
        }

        @Test
        void saysWhenAPartOfItsCostIsNotKnown() {
            call("gemini-1.5-flash", SEED);
            call("new", answer("new", 10, 5));
            call("gemini-1.5-flash", new byte[0]);
            admission.complete(OK);
            assertThat(described(last()))
                    .isEqualTo(Map.of(
                            "gen_ai.provider.name", "gcp.gemini",
                            "gen_ai.usage.input_tokens", 210L,
                            "gen_ai.usage.output_tokens", 155L,
                            "breakwater.llm.calls", 3L,
                            "breakwater.llm.cost_nano_usd", 227_500L,
                            "breakwater.llm.priced", false));
        }

        @Test
        void neverShowsZeroForWhatIsNotKnown() {
            call("gemini-1.5-flash", new byte[0]);
            admission.complete(OK);
            assertThat(described(last()))
                    .containsOnlyKeys(
                            "gen_ai.provider.name",
                            "gen_ai.request.model",
                            "breakwater.llm.calls",
                            "breakwater.llm.priced");
        }

        @Test
        void thatHasEndedLeavesLateCallsToSpeakForThemselves() {
            call("gemini-1.5-flash", SEED);
            admission.complete(OK);
            CallCost late = call("gemini-1.5-flash", SEED);
            assertThat(heard).hasSize(3).last().isSameAs(late);
            assertThat(of).containsOnly(exchange);
            assertThat(late.isStandalone()).isTrue();
            assertThat(described(late)).containsEntry("breakwater.llm.cost_nano_usd", 227_500L);
        }

        @Test
        void addsUpCallsFromManyThreads() throws InterruptedException {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            Exchange previous = CurrentExchange.open(exchange);
            for (int i = 0; i < 1000; i++) {
                threads.execute(CurrentExchange.wrap(
                        (Runnable) () -> meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", SEED)));
            }
            CurrentExchange.close(previous);
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
            admission.complete(OK);
            assertThat(described(last()))
                    .containsEntry("breakwater.llm.calls", 1000L)
                    .containsEntry("breakwater.llm.cost_nano_usd", 227_500_000L);
        }
    }
}
