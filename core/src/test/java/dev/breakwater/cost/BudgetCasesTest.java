/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.Observer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.contract.TestExchange;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.budget.BudgetKey;
import dev.breakwater.cost.budget.BudgetLevel;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.budget.Period;
import dev.breakwater.cost.budget.SpendCeiling;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.price.Pricing;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.LlmRequest;
import dev.breakwater.metrics.MeterObserver;
import dev.breakwater.upstream.SpendRefusedException;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a budget in the cases that go wrong elsewhere. */
class BudgetCasesTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static ModelServer server;

    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Observer observer = new MeterObserver(registry);
    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private final Budgets budgets = new Budgets(new LocalBudgetStore(time), observer, time);
    private final LlmMeter meter = new LlmMeter(
            PriceBook::bundled, observer, time, () -> new Spending(budgets, rows::add, UnknownModel.DENY, 1000, 0));
    private final Upstream upstream = Upstream.named("model")
            .attempts(3)
            .backoff(Duration.ofMillis(1))
            .maxBackoff(Duration.ofMillis(1))
            .build();

    @BeforeAll
    static void open() throws IOException {
        server = new ModelServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @AfterEach
    void stop() {
        upstream.close();
    }

    private void allow(long nanoUsd) {
        budgets.use(List.of(
                Budget.named("daily").nanoUsd(nanoUsd).period(Period.DAY).build()));
    }

    private BudgetLevel level() {
        return budgets.levels("gpt-6-luna", null).toCompletableFuture().join().get(0);
    }

    private List<Event> events() {
        return rows.stream().map(LedgerRow::event).toList();
    }

    private UpstreamHttp http() {
        return UpstreamHttp.of(upstream, CLIENT).meter(meter.http(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna"));
    }

    @Test
    void aStreamThatNobodyReadsToItsEndIsARowWithWhatWasSeenAndCountsInFull() throws Exception {
        allow(1_000_000_000);
        HttpClient metered = MeteredHttpClient.of(CLIENT, meter);
        try (InputStream answer = metered.send(server.request("chat"), BodyHandlers.ofInputStream())
                .body()) {
            String piece = new String(answer.readNBytes(600), UTF_8);
            assertThat(piece.split("data: ")).hasSizeGreaterThan(6);
        }
        Awaitility.await().until(() -> rows.size() == 2);
        LedgerRow row = rows.get(1);
        assertThat(row.event()).isEqualTo(Event.UNKNOWN);
        assertThat(row.usage().totalOutput()).isPositive();
        assertThat(level().held()).isZero();
        assertThat(level().committed()).isEqualTo(row.reservedNanoUsd()).isPositive();
    }

    @Test
    void twoTimeoutsAndAnAnswerAreThreeAttemptsOfOneCall() {
        allow(1_000_000_000);
        server.next("hang", "hang");
        http().call(server.request("200", Duration.ofSeconds(1)), BodyHandlers.ofString())
                .get();
        Awaitility.await().until(() -> rows.size() == 6);
        assertThat(events())
                .containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.UNKNOWN, Event.HELD, Event.SETTLED);
        assertThat(rows).extracting(LedgerRow::callId).containsOnly(rows.get(0).callId());
        assertThat(rows).extracting(LedgerRow::attempt).containsExactly(1, 1, 2, 2, 3, 3);
        assertThat(level().committed()).isEqualTo(2 * rows.get(0).reservedNanoUsd() + 95_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5", "\"12\"", "1e30", "[]", "true", "1.5"})
    void aCountThatIsNoneCountsAllThatWasHeld(String count) {
        allow(1_000_000_000);
        LlmReading call = meter.reserve(request().build());
        call.read(ByteBuffer.wrap(
                ("{\"usage\":{\"prompt_tokens\":" + count + ",\"completion_tokens\":1}}").getBytes(UTF_8)));
        assertThat(call.end().pricing()).isEqualTo(Pricing.MALFORMED_USAGE);
        assertThat(level().committed()).isEqualTo(rows.get(0).reservedNanoUsd()).isPositive();
        assertThat(level().held()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "{\"prompt_tokens\":null,\"completion_tokens\":null}"})
    void aUsageThatSaysNothingCountsAllThatWasHeld(String usage) {
        allow(1_000_000_000);
        LlmReading call = meter.reserve(request().build());
        call.read(ByteBuffer.wrap(("{\"usage\":" + usage + "}").getBytes(UTF_8)));
        assertThat(call.end().isPriced()).isFalse();
        assertThat(level().committed()).isEqualTo(rows.get(0).reservedNanoUsd()).isPositive();
    }

    private static LlmRequest.Builder request() {
        return LlmRequest.of(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna")
                .inputTokens(200)
                .maxOutput(150);
    }

    @Test
    void whileNothingIsLeftNoConnectionIsOpenedAndAtItsResetCallsAreMadeAgain() throws IOException {
        allow(400_000);
        assertThat(budgets.charge("all", 400_000, 1, "gpt-6-luna", null).answer())
                .isCompleted();
        try (ServerSocketChannel nobody = ServerSocketChannel.open()) {
            nobody.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            nobody.configureBlocking(false);
            HttpRequest question = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + nobody.socket().getLocalPort() + "/v1/chat/completions"))
                    .POST(BodyPublishers.ofString("{\"model\":\"gpt-6-luna\",\"max_tokens\":500}"))
                    .build();
            for (int i = 0; i < 1000; i++) {
                String answer = http().call(question, BodyHandlers.ofString())
                        .map(response -> response.body())
                        .fallback(failure -> "rules")
                        .get();
                assertThat(answer).isEqualTo("rules");
            }
            assertThat(nobody.accept()).isNull();
        }
        time.advance(Duration.ofDays(1));
        assertThat(http().call(server.request("200"), BodyHandlers.ofString())
                        .get()
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void moreTokensThanCanBeCountedAreRefusedAndNeverWrapAround() {
        allow(1_000_000_000);
        for (LlmRequest most : List.of(
                request().maxOutput(1L << 62).build(),
                request().inputTokens(1L << 62).build(),
                request().choices(1 << 30).maxOutput(1L << 40).build())) {
            assertThatThrownBy(() -> meter.reserve(most)).isInstanceOf(SpendRefusedException.class);
        }
        assertThat(level().held()).isZero();
        assertThat(rows).isEmpty();
    }

    @Test
    void tenThousandUsersAreNoSeriesEach() {
        budgets.use(
                List.of(Budget.named("per-user").key(BudgetKey.USER).tokens(100).build()));
        for (int i = 0; i < 10_000; i++) {
            TestExchange exchange = TestExchange.get("/").identifiedAs("user-" + i);
            assertThat(budgets.charge("call-" + i, 0, 100, "gpt-6-luna", exchange)
                            .answer())
                    .isCompleted();
            assertThat(budgets.reserve(new SpendCeiling(0, 0, 1), "gpt-6-luna", exchange, 1, 1))
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(BudgetExceededException.class);
        }
        assertThat(registry.get("breakwater.llm.budget.decisions").counter().count())
                .isEqualTo(10_000);
        assertThat(registry.getMeters()).hasSizeLessThan(20);
        assertThat(registry.getMeters().toString()).doesNotContain("user-");
    }
}
