/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.breakwater.contract.ManualTime;
import dev.breakwater.cost.Spending.UnknownModel;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.upstream.SpendRefusedException;
import dev.breakwater.upstream.Upstream;
import dev.breakwater.upstream.UpstreamException.Reason;
import dev.breakwater.upstream.UpstreamHttp;
import dev.breakwater.upstream.UpstreamResult;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Calls over a real connection, paid for from a budget. */
class BudgetedCallsTest {
    private static final String ANSWER = "{\"id\":\"1\",\"model\":\"gpt-6-luna\",\"usage\":"
            + "{\"prompt_tokens\":200,\"completion_tokens\":150,\"total_tokens\":350}}";

    private long assumedTokens;
    private PriceBook prices = PriceBook.bundled();
    private final ManualTime time = new ManualTime().advance(Duration.ofDays(320));
    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private final List<UpstreamResult> results = new CopyOnWriteArrayList<>();
    private final Budgets budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> {}, time);
    private final LlmMeter meter = new LlmMeter(
            () -> this.prices,
            (decision, exchange) -> {},
            time,
            () -> new Spending(budgets, rows::add, UnknownModel.DENY, 1000, this.assumedTokens));
    private final Queue<Integer> statuses = new ArrayDeque<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Upstream upstream = Upstream.named("model")
            .attempts(3)
            .backoff(Duration.ofMillis(1))
            .maxBackoff(Duration.ofMillis(1))
            .observer((decision, exchange) -> {
                if (decision instanceof UpstreamResult result) {
                    results.add(result);
                }
            })
            .build();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Integer status = statuses.poll();
            byte[] answer = ANSWER.getBytes(UTF_8);
            exchange.sendResponseHeaders(status == null ? 200 : status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        upstream.close();
        server.stop(0);
    }

    private void allow(long nanoUsd) {
        budgets.use(List.of(Budget.named("daily").nanoUsd(nanoUsd).build()));
    }

    private HttpRequest request(String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + server.getAddress().getPort() + "/v1/chat/completions"))
                .header("Idempotency-Key", "1")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    private static String ask(long most) {
        return "{\"model\":\"gpt-6-luna\",\"max_tokens\":" + most + "}";
    }

    private UpstreamHttp http() {
        return UpstreamHttp.of(upstream, MeteredHttpClient.of(client, meter))
                .meter(meter.http(LlmApi.OPENAI_CHAT_COMPLETIONS, "gpt-6-luna"));
    }

    private List<Event> events() {
        return rows.stream().map(LedgerRow::event).toList();
    }

    @Test
    void aCallIsHeldForAndSettledOnceThoughItsClientMeasuresToo() {
        allow(1_000_000_000);
        http().call(request(ask(500)), BodyHandlers.ofString()).get();
        assertThat(events()).containsExactly(Event.HELD, Event.SETTLED);
        assertThat(rows.get(1).nanoUsd()).isEqualTo(95_000);
    }

    @Test
    void anExhaustedBudgetEndsInTheFallbackBeforeAnythingIsSent() {
        allow(10);
        String answer = http().call(request(ask(500)), BodyHandlers.ofString())
                .map(response -> response.body())
                .fallback(failure -> failure.reason() + " " + (failure.retryAfter() != null))
                .get();
        assertThat(answer).isEqualTo("BUDGET true");
        assertThat(bodies).isEmpty();
        assertThat(rows).isEmpty();
        assertThat(results.get(0).failure()).isEqualTo(Reason.BUDGET);
        assertThat(results.get(0).attempts()).isZero();
        assertThat(upstream.state().running()).isZero();
    }

    @Test
    void aRefusalInsideTheCallIsOneToo() {
        allow(10);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        String answer = upstream.call(() ->
                        metered.send(request(ask(500)), BodyHandlers.ofString()).body())
                .fallback(failure -> failure.reason().text())
                .get();
        assertThat(answer).isEqualTo("budget");
        assertThat(results.get(0).attempts()).isZero();
        assertThat(bodies).isEmpty();
    }

    @Test
    void eachAttemptIsARowOfOneCall() {
        allow(1_000_000_000);
        statuses.addAll(List.of(503, 503, 200));
        http().call(request(ask(500)), BodyHandlers.ofString()).get();
        assertThat(events())
                .containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.UNKNOWN, Event.HELD, Event.SETTLED);
        assertThat(rows).extracting(LedgerRow::callId).containsOnly(rows.get(0).callId());
        assertThat(rows).extracting(LedgerRow::attempt).containsExactly(1, 1, 2, 2, 3, 3);
    }

    @Test
    void whatIsRefusedWith429IsGivenBack() {
        allow(1_000_000_000);
        statuses.addAll(List.of(429, 200));
        http().call(request(ask(500)), BodyHandlers.ofString()).get();
        assertThat(events()).containsExactly(Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
    }

    @Test
    void theLimitIsAddedWhereThereIsNone() {
        allow(1_000_000_000);
        http().call(request("{\"model\":\"gpt-6-luna\"}"), BodyHandlers.ofString())
                .get();
        assertThat(bodies).containsExactly("{\"max_completion_tokens\":1000,\"model\":\"gpt-6-luna\"}");
    }

    @Test
    void theJdksClientIsMeasuredByItself() throws Exception {
        allow(1_000_000_000);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        metered.send(request(ask(500)), BodyHandlers.ofString());
        metered.sendAsync(request(ask(500)), BodyHandlers.ofString()).join();
        assertThat(events()).containsExactly(Event.HELD, Event.SETTLED, Event.HELD, Event.SETTLED);
    }

    @Test
    void theJdksClientRefusesBeforeItSends() {
        allow(10);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        assertThatThrownBy(() -> metered.send(request(ask(500)), BodyHandlers.ofString()))
                .isInstanceOf(BudgetExceededException.class);
        assertThatThrownBy(() -> metered.sendAsync(request(ask(500)), BodyHandlers.ofString())
                        .join())
                .hasCauseInstanceOf(BudgetExceededException.class);
        assertThat(bodies).isEmpty();
    }

    @Test
    void anUnknownModelIsRefusedWhileThereIsABudgetOfMoney() {
        allow(1_000_000_000);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        assertThatThrownBy(() ->
                        metered.send(request("{\"model\":\"nobody-knows\",\"max_tokens\":5}"), BodyHandlers.ofString()))
                .isInstanceOf(UnboundedSpendException.class);
        assertThat(bodies).isEmpty();
    }

    @Test
    void whatReachesNobodyIsGivenBack() {
        allow(1_000_000_000);
        server.stop(0);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        assertThatThrownBy(() -> metered.send(request(ask(500)), BodyHandlers.ofString()))
                .isInstanceOf(ConnectException.class);
        Awaitility.await().until(() -> rows.size() == 2);
        assertThat(events()).containsExactly(Event.HELD, Event.RELEASED);
    }

    /** Sent past what budgets can hold for, a call costs whatever it likes. */
    @Nested
    class WhatNobodyCanBound {
        private void isRefused(HttpRequest request) {
            allow(1_000_000_000);
            assertThatThrownBy(() -> MeteredHttpClient.of(client, meter).send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SpendRefusedException.class);
            assertThatThrownBy(
                            () -> http().call(request, BodyHandlers.ofString()).get())
                    .hasMessageContaining("budget");
            assertThat(bodies).isEmpty();
        }

        @Test
        void isRefusedWithABodyThatIsPublishedOnce() {
            String body = ask(5);
            isRefused(HttpRequest.newBuilder(request(body), (name, value) -> true)
                    .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body), body.length()))
                    .build());
        }

        @Test
        void isRefusedWithABodyThatIsCompressed() {
            isRefused(HttpRequest.newBuilder(request(ask(5)), (name, value) -> true)
                    .header("Content-Encoding", "gzip")
                    .build());
        }

        @Test
        void isRefusedThoughTokensAreAssumedForParts() {
            assumedTokens = 1000;
            isRefused(request("{\"model\":\"gpt-6-luna\",\"max_tokens\":5,\"n\":8,\"n\":8}"));
            isRefused(request("{\"model\":\"gpt-6-luna\",\"max_tokens\":5,\"n\":\"8\"}"));
        }

        @Test
        void isRefusedWithMoreSearchesThanCanBeCounted() {
            allow(1_000_000_000);
            assumedTokens = 1000;
            String tool = "{\"type\":\"web_search_20250305\",\"max_uses\":9007199254740992}";
            HttpRequest request = request("{\"model\":\"claude-sonnet-5.5\",\"max_tokens\":5,\"tools\":["
                    + (tool + ",").repeat(1024) + tool + "]}");
            UpstreamHttp anthropic =
                    UpstreamHttp.of(upstream, client).meter(meter.http(LlmApi.ANTHROPIC_MESSAGES, "claude-sonnet-5.5"));
            assertThatThrownBy(() ->
                            anthropic.call(request, BodyHandlers.ofString()).get())
                    .hasMessageContaining("budget");
            assertThat(bodies).isEmpty();
        }

        @Test
        void isRefusedWhateverWentWrong() {
            allow(1_000_000_000);
            LlmMeter broken = new LlmMeter(
                    () -> {
                        throw new IllegalStateException("no prices");
                    },
                    (decision, exchange) -> {},
                    time,
                    () -> new Spending(budgets, rows::add, UnknownModel.DENY, 1000, 0));
            assertThatThrownBy(
                            () -> MeteredHttpClient.of(client, broken).send(request(ask(5)), BodyHandlers.ofString()))
                    .isInstanceOf(SpendRefusedException.class);
            assertThat(bodies).isEmpty();
        }
    }

    @Test
    void whatCannotBeLoweredIsHeldForAllThatItsModelCanSay() throws Exception {
        allow(10_000_000);
        prices = PriceBook.parse(
                "test",
                "version: t\ncurrency: USD\nentries:\n  - {provider: openai, model: gpt-6-luna, from: 2020-01-01T00:00:00Z,"
                        + " source: s, checked: 2026-01-01, input: 1, output: 1, max-output: 64000}");
        HttpRequest request = request("{\"model\":\"gpt-6-luna\"}");
        HttpClient sendingAsIs =
                MeteredHttpClient.of(client, WireMeter.of(meter).clamping(false));
        assertThatThrownBy(() -> sendingAsIs.send(request, BodyHandlers.ofString()))
                .isInstanceOf(BudgetExceededException.class);
        assertThat(MeteredHttpClient.of(client, meter)
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aBodyThatNamesAnotherModelIsACallOfThat() {
        allow(1_000_000_000);
        http().call(request("{\"model\":\"gpt-6-sol\",\"max_tokens\":500}"), BodyHandlers.ofString())
                .get();
        assertThat(rows.get(0).requestModel()).isEqualTo("gpt-6-sol");
    }

    @Test
    void aRefusalShowsNamesOnOneLine() {
        allow(1_000_000_000);
        HttpClient metered = MeteredHttpClient.of(client, meter);
        String model = "x\\nERROR forged" + "y".repeat(100);
        assertThatThrownBy(() -> metered.send(request("{\"model\":\"" + model + "\"}"), BodyHandlers.ofString()))
                .message()
                .contains("x\\u000aERROR forged")
                .contains("y...")
                .doesNotContain("\n");
    }

    @Test
    void whatAProviderGaveUpWaitingForCounts() {
        allow(1_000_000_000);
        statuses.add(408);
        http().call(request(ask(500)), BodyHandlers.ofString()).get();
        assertThat(events()).contains(Event.UNKNOWN).doesNotContain(Event.RELEASED);
    }
}
