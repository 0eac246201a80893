/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.breakwater.cost.LlmMeter;
import dev.breakwater.cost.Spending;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.budget.Budget;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.budget.Budgets;
import dev.breakwater.cost.budget.LocalBudgetStore;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.exchange.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import org.springframework.web.client.HttpServerErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

/** Calls of Spring's clients to a model, against a real server. */
class LlmRestInterceptorTest {
    private static final PriceBook PRICES = PriceBook.bundled();
    private static final String ASKED =
            "{\"model\":\"gpt-4.1\",\"max_completion_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    private static final String ANSWER = "{\"id\":\"chatcmpl-1\",\"model\":\"gpt-4.1\",\"choices\":[],\"usage\":"
            + "{\"prompt_tokens\":20,\"completion_tokens\":30,\"total_tokens\":50}}";
    // 20 tokens at 2 dollars a million and 30 at 8.
    private static final long COST = 280_000;

    private final List<LedgerRow> rows = new CopyOnWriteArrayList<>();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private final TimeSource time = TimeSource.system();
    private final Budgets budgets = new Budgets(new LocalBudgetStore(time), (decision, exchange) -> {}, time);
    private final Spending spending = new Spending(budgets, rows::add, Spending.UnknownModel.DENY, 4096, 0);
    private final LlmMeter meter = new LlmMeter(() -> PRICES, (decision, exchange) -> {}, time, () -> spending);
    private final LlmRestInterceptor llm = LlmRestInterceptor.of(meter);
    private volatile int status = 200;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        limit(1_000_000_000);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void limit(long nanoUsd) {
        budgets.use(List.of(Budget.named("daily").nanoUsd(nanoUsd).build()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        received.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        byte[] body = ANSWER.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/chat/completions";
    }

    private String ask(LlmRestInterceptor... interceptors) {
        return RestClient.builder()
                .requestInterceptors(list -> list.addAll(List.of(interceptors)))
                .build()
                .post()
                .uri(url())
                .contentType(MediaType.APPLICATION_JSON)
                .body(ASKED)
                .retrieve()
                .body(String.class);
    }

    private List<Event> events() {
        return rows.stream().map(LedgerRow::event).toList();
    }

    @Test
    void anAnswerIsPaid() {
        assertThat(ask(llm)).isEqualTo(ANSWER);
        assertThat(events()).containsExactly(Event.HELD, Event.SETTLED);
        assertThat(rows.get(1).nanoUsd()).isEqualTo(COST);
    }

    @Test
    void twoOfThemPayOnce() {
        ask(llm, LlmRestInterceptor.of(meter));
        assertThat(events()).containsExactly(Event.HELD, Event.SETTLED);
    }

    @Test
    void restTemplateIsServedToo() {
        RestTemplate template = new RestTemplate();
        template.getInterceptors().add(llm);
        assertThat(template.postForObject(url(), ASKED, String.class)).isEqualTo(ANSWER);
        assertThat(events()).containsExactly(Event.HELD, Event.SETTLED);
    }

    @Test
    void nothingIsSentOnceTheBudgetIsGone() {
        limit(1);
        assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(() -> ask(llm));
        assertThat(received).isEmpty();
        assertThat(rows).isEmpty();
    }

    @Test
    void theOutputIsLoweredToWhatIsLeft() {
        limit(2_000_000);
        ask(LlmRestInterceptor.of(WireMeter.of(meter).leastOutput(10)));
        assertThat(received).singleElement().asString().isNotEqualTo(ASKED).contains("\"max_completion_tokens\":");
        assertThat(rows.get(0).reservedNanoUsd()).isLessThanOrEqualTo(2_000_000);
    }

    @Test
    void whatFailsKeepsWhatWasHeld() {
        status = 500;
        assertThatExceptionOfType(HttpServerErrorException.class).isThrownBy(() -> ask(llm));
        assertThat(events()).containsExactly(Event.HELD, Event.UNKNOWN);
    }

    @Test
    void whatIsNoCallPasses() {
        RestClient.builder()
                .requestInterceptor(llm)
                .build()
                .get()
                .uri(url().replace("chat/completions", "models"))
                .retrieve()
                .body(String.class);
        assertThat(received).hasSize(1);
        assertThat(rows).isEmpty();
    }
}
