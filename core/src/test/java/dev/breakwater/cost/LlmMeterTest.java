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
import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.exchange.CurrentExchange;
import dev.breakwater.exchange.Exchange;
import dev.breakwater.exchange.Outcome;
import dev.breakwater.upstream.HttpMeter;
import dev.breakwater.upstream.Meter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

        @Test
        void thatSearchedTheWebIsNotPricedAsIfThatWereFree() {
            byte[] grounded = new String(answer("gemini-1.5-flash", 200, 150), UTF_8)
                    .replace("{\"content\"", "{\"groundingMetadata\":{\"webSearchQueries\":[\"a query\"]},\"content\"")
                    .getBytes(UTF_8);
            assertUnpriced(
                    meter.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", grounded),
                    Pricing.NO_SEARCH_PRICE);
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
        void isNeverPricedByAScheduledPriceThatWasWithdrawnBeforeItsTime() {
            String price = "version: v\ncurrency: USD\nentries:\n"
                    + "  - {provider: gcp.gemini, model: m, from: 2026-01-01T00:00:00Z, %ssource: s, checked: 2026-01-01,"
                    + " input: \"2\", output: \"10\"}\n";
            String rise =
                    "  - {provider: gcp.gemini, model: m, from: 2026-09-01T00:00:00Z, source: s, checked: 2026-01-01,"
                            + " input: \"3\", output: \"15\"}\n";
            PriceBook scheduled =
                    PriceBook.parse("scheduled", price.replace("%s", "to: 2026-09-01T00:00:00Z, ") + rise);
            PriceBook withdrawn = PriceBook.parse("withdrawn", price.replace("%s", ""));
            AtomicReference<PriceBook> book = new AtomicReference<>(scheduled);
            ManualTime time = new ManualTime();
            LlmMeter reloading = new LlmMeter(book::get, observer, time);
            book.set(withdrawn);
            time.advance(Duration.ofDays(300));
            assertThat(reloading
                            .record(LlmApi.GEMINI_GENERATE_CONTENT, "m", answer("m", 200, 150))
                            .nanoUsd())
                    .isEqualTo(200 * 2_000 + 150 * 10_000);
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
                            "gen_ai.response.model", "gemini-1.5-flash-002",
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
        void namesTheModelThatAnsweredIfItAnsweredAllCalls() {
            call("gemini-1.5-flash", SEED);
            call("an-alias", SEED);
            admission.complete(OK);
            assertThat(described(last()))
                    .containsEntry("gen_ai.response.model", "gemini-1.5-flash-002")
                    .doesNotContainKey("gen_ai.request.model");
        }

        @Test
        void namesNoModelThatAnsweredIfThatOfOneCallIsNotKnown() {
            call("gemini-1.5-flash", new byte[0]);
            call("gemini-1.5-flash", SEED);
            admission.complete(OK);
            assertThat(described(last()))
                    .doesNotContainKey("gen_ai.response.model")
                    .containsEntry("gen_ai.request.model", "gemini-1.5-flash");
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

    @Nested
    class ACallThatBreaksOff {
        private static final String START =
                "event: message_start\ndata: {\"message\":{\"model\":\"claude-sonnet-5.5\",\"usage\":"
                        + "{\"input_tokens\":100,\"output_tokens\":1}}}\n\ndata: {\"delta\":{\"text\":\"30 bytes of text, in one piece\"}}\n\n";

        private final LlmMeter bundled =
                new LlmMeter(PriceBook::bundled, observer, new ManualTime().advance(Duration.ofDays(320)));

        @Test
        void isCountedAndToldAsAnEstimate() {
            LlmReading reading = bundled.open(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5");
            reading.read(ByteBuffer.wrap(START.getBytes(UTF_8)));
            CallCost call = reading.breakOff();
            assertThat(call.nanoUsd()).isEqualTo(100 * 2_000 + 10 * 10_000);
            assertThat(call.isEstimated()).isTrue();
            assertThat(described(call))
                    .containsEntry("breakwater.llm.estimated", true)
                    .containsEntry("breakwater.llm.cost_nano_usd", 300_000L)
                    .doesNotContainKey("breakwater.llm.priced");
            assertThat(call.toString()).contains("estimated");
        }

        @Test
        void isRecordedOnce() {
            LlmReading reading = bundled.open(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5");
            reading.read(ByteBuffer.wrap(START.getBytes(UTF_8)));
            assertThat(reading.breakOff()).isSameAs(reading.end()).isSameAs(reading.unanswered());
            assertThat(heard).hasSize(1);
        }

        @Test
        void isUnpricedWhereTheProviderHadNotToldTheInput() {
            LlmReading reading = bundled.open(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-sol");
            reading.read(
                    ByteBuffer.wrap("data: {\"choices\":[{\"delta\":{\"content\":\"text\"}}]}\n\n".getBytes(UTF_8)));
            CallCost call = reading.breakOff();
            assertThat(call.pricing()).isEqualTo(Pricing.NO_USAGE);
            assertThat(call.usage().tokens(TokenClass.OUT_VISIBLE)).isEqualTo(2);
            assertThat(call.isEstimated()).isFalse();
            assertThat(described(call)).doesNotContainKeys("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens");
        }

        @Test
        void isAnEstimateTooWhereTheLifetimeOfCacheWritesIsNotTold() {
            CallCost call = bundled.record(
                    LlmApi.ANTHROPIC_MESSAGES,
                    "claude-sonnet-5.5",
                    "{\"usage\":{\"input_tokens\":4,\"cache_creation_input_tokens\":556,\"output_tokens\":0}}"
                            .getBytes(UTF_8));
            assertThat(call.nanoUsd()).isEqualTo(4 * 2_000 + 556 * 2_500);
            assertThat(call.isEstimated()).isTrue();
        }
    }

    @Nested
    class AnAttemptOfAnUpstream {
        private final HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://localhost/")).build();

        private HttpMeter.Reading begun() {
            return meter.http(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash")
                    .begin(request, "call", 1)
                    .toCompletableFuture()
                    .join();
        }

        private Pricing pricing() {
            assertThat(heard).hasSize(1);
            return ((CallCost) heard.get(0)).pricing();
        }

        private HttpResponse.ResponseInfo info(int status, String... headers) {
            HttpHeaders all = HttpHeaders.of(
                    headers.length == 0 ? Map.of() : Map.of(headers[0], List.of(headers[1])), (name, value) -> true);
            return new HttpResponse.ResponseInfo() {
                @Override
                public int statusCode() {
                    return status;
                }

                @Override
                public HttpHeaders headers() {
                    return all;
                }

                @Override
                public HttpClient.Version version() {
                    return HttpClient.Version.HTTP_1_1;
                }
            };
        }

        @Test
        void isReadWhileItPasses() {
            HttpMeter.Reading reading = begun();
            reading.answered(info(200));
            reading.body(ByteBuffer.wrap(SEED, 0, 50));
            reading.body(ByteBuffer.wrap(SEED, 50, SEED.length - 50).asReadOnlyBuffer());
            assertThat(heard).isEmpty();
            reading.ended(null);
            assertThat(((CallCost) heard.get(0)).nanoUsd()).isEqualTo(227_500);
        }

        @Test
        void isDecodedFromItsCoding() {
            HttpMeter.Reading reading = begun();
            reading.answered(info(200, "Content-Encoding", "br"));
            reading.body(ByteBuffer.wrap(SEED));
            reading.ended(null);
            assertThat(pricing()).isEqualTo(Pricing.UNREADABLE_ANSWER);
        }

        @ParameterizedTest
        @ValueSource(ints = {301, 400, 401, 403, 404, 413, 422, 429})
        void thatWasRefusedIsNotRecorded(int status) {
            HttpMeter.Reading reading = begun();
            reading.answered(info(status));
            reading.body(ByteBuffer.wrap(SEED));
            reading.ended(null);
            assertThat(heard).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(ints = {500, 502, 503, 504, 529})
        void thatFailedAtTheProviderIsRecordedWithoutAPrice(int status) {
            HttpMeter.Reading reading = begun();
            reading.answered(info(status));
            reading.body(ByteBuffer.wrap(SEED));
            reading.ended(null);
            assertThat(pricing()).isEqualTo(Pricing.NO_ANSWER);
        }

        static List<Throwable> beforeSending() {
            return List.of(
                    new ConnectException("refused"),
                    new UnknownHostException("nowhere"),
                    new IOException(new UnresolvedAddressException()),
                    new SSLHandshakeException("expired"),
                    new HttpConnectTimeoutException("slow"),
                    new CompletionException(new ConnectException("refused")));
        }

        @Test
        void thatTheClientDidNotTakeIsNotRecorded() {
            begun().ended(new IllegalArgumentException("unsupported URI"));
            assertThat(heard).isEmpty();
        }

        @Test
        void isRecordedIfWhatMayHaveComeOfItCouldNotBeRead() {
            begun().ended(new NumberFormatException("Content-Length"));
            meter.meter(LlmApi.GEMINI_GENERATE_CONTENT, "m", (byte[] body) -> body)
                    .ended(null, new IllegalArgumentException("not the JSON that was expected"));
            assertThat(heard).hasSize(2);
        }

        @ParameterizedTest
        @MethodSource("beforeSending")
        void thatNeverReachedTheProviderIsNotRecorded(Throwable failure) {
            begun().ended(failure);
            meter.meter(LlmApi.GEMINI_GENERATE_CONTENT, "m", (byte[] body) -> body)
                    .ended(null, failure);
            assertThat(heard).isEmpty();
        }

        static List<Throwable> afterSending() {
            IOException endless = new IOException("a");
            endless.initCause(new IOException("b", endless));
            return List.of(
                    new HttpTimeoutException("slow"),
                    new CancellationException(),
                    new IOException("reset"),
                    new InterruptedException(),
                    endless);
        }

        @ParameterizedTest
        @MethodSource("afterSending")
        void thatWasNotAnsweredIsRecordedWithoutAPrice(Throwable failure) {
            begun().ended(failure);
            assertThat(pricing()).isEqualTo(Pricing.NO_ANSWER);
            meter.meter(LlmApi.GEMINI_GENERATE_CONTENT, "m", (byte[] body) -> body)
                    .ended(null, failure);
            assertThat(heard).hasSize(2);
        }

        @Test
        void thatBreaksOffIsPartial() {
            HttpMeter.Reading reading = begun();
            reading.answered(info(200));
            reading.body(ByteBuffer.wrap("data: {\"usageMetadata\":{\"promptTokenCount\":100}}\n\n".getBytes(UTF_8)));
            reading.ended(new IOException("reset"));
            CallCost call = (CallCost) heard.get(0);
            assertThat(call.usage().quality()).isEqualTo(TokenUsage.Quality.PARTIAL);
            assertThat(call.isEstimated()).isTrue();
        }

        @Test
        void heldInFullIsRecordedOnce() {
            Meter<String> held = meter.meter(
                    LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", (String body) -> body.getBytes(UTF_8));
            held.ended(new String(SEED, UTF_8), null);
            assertThat(((CallCost) heard.get(0)).nanoUsd()).isEqualTo(227_500);
            held.ended(null, null);
            assertThat(heard).hasSize(2);
            assertThat(((CallCost) heard.get(1)).pricing()).isEqualTo(Pricing.NO_USAGE);
        }

        @Test
        void heldInFullInAFormThatIsNotAsExpectedIsRecordedAndTold() {
            Meter<String> held = meter.meter(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", body -> {
                throw new IllegalStateException("no body");
            });
            assertThatIllegalStateException().isThrownBy(() -> held.ended("answer", null));
            assertThat(pricing()).isEqualTo(Pricing.NO_ANSWER);
        }

        @Test
        void belongsToTheRequestItBeganIn() {
            TestExchange exchange = TestExchange.get("/decide");
            Admission admission =
                    Breakwater.of(List.of(new CostGuard(observer))).admit(exchange);
            Exchange previous = CurrentExchange.open(exchange);
            HttpMeter.Reading reading = begun();
            HttpMeter.Reading late = begun();
            CurrentExchange.close(previous);
            for (HttpMeter.Reading each : List.of(reading, late)) {
                each.answered(info(200));
                each.body(ByteBuffer.wrap(SEED));
            }
            reading.ended(null);
            admission.complete(OK);
            late.ended(null);
            assertThat(of).hasSize(3).containsOnly(exchange);
            assertThat(((RequestCost) heard.get(1)).nanoUsd()).isEqualTo(227_500);
            assertThat(((CallCost) heard.get(0)).isStandalone()).isFalse();
            assertThat(((CallCost) heard.get(2)).isStandalone()).isTrue();
        }

        @Test
        void costsWhatItCostWhenItBegan() {
            ManualTime time = new ManualTime().advance(Duration.ofDays(320));
            LlmMeter bundled = new LlmMeter(PriceBook::bundled, observer, time);
            HttpMeter.Reading reading = bundled.http(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-3.8-flash")
                    .begin(request, "call", 1)
                    .toCompletableFuture()
                    .join();
            time.advance(Duration.ofDays(365));
            reading.answered(info(200));
            reading.body(ByteBuffer.wrap(answer("gemini-3.8-flash", 1000, 0)));
            reading.ended(null);
            assertThat(((CallCost) heard.get(0)).nanoUsd()).isEqualTo(750_000);
        }

        @Test
        void heldInFullCostsWhatItCostsWhenItEnds() {
            ManualTime time = new ManualTime().advance(Duration.ofDays(320));
            LlmMeter bundled = new LlmMeter(PriceBook::bundled, observer, time);
            Meter<byte[]> held = bundled.meter(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-3.8-flash", body -> body);
            time.advance(Duration.ofDays(365));
            held.ended(answer("gemini-3.8-flash", 1000, 0), null);
            assertThat(((CallCost) heard.get(0)).nanoUsd()).isEqualTo(1_500_000);
        }

        @Test
        void isNotLostToAnObserverThatFails() {
            LlmMeter failing = new LlmMeter(
                    LlmMeterTest::guidePrices,
                    (decision, exchange) -> {
                        throw new IllegalStateException("of the observer's own");
                    },
                    new ManualTime());
            assertThat(failing.record(LlmApi.GEMINI_GENERATE_CONTENT, "gemini-1.5-flash", SEED)
                            .nanoUsd())
                    .isEqualTo(227_500);
        }
    }
}
