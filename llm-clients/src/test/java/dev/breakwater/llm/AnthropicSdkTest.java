/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.AnthropicClientAsync;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClientAsync;
import com.anthropic.core.http.AsyncStreamResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.Tool;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.ledger.LedgerRow;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.cost.ledger.LedgerRow.Source;
import dev.breakwater.llm.anthropic.AnthropicInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Anthropic's SDK, metered by its own interceptor. */
class AnthropicSdkTest {
    private static LlmStandIn anthropic;

    private final Books books = new Books();
    private AnthropicClient client;
    private AnthropicClientAsync async;

    @BeforeAll
    static void start() throws IOException {
        anthropic = new LlmStandIn();
    }

    @AfterAll
    static void stop() {
        anthropic.close();
    }

    @BeforeEach
    void connect() {
        client = AnthropicOkHttpClient.builder()
                .apiKey("k")
                .baseUrl(anthropic.url())
                .addInterceptor(AnthropicInterceptor.of(books.meter()))
                .build();
        async = AnthropicOkHttpClientAsync.builder()
                .apiKey("k")
                .baseUrl(anthropic.url())
                .addInterceptor(AnthropicInterceptor.of(books.meter()))
                .build();
    }

    @AfterEach
    void disconnect() {
        client.close();
        async.close();
        anthropic.forget();
    }

    private static MessageCreateParams.Builder message() {
        return MessageCreateParams.builder()
                .model("claude-sonnet-5.5")
                .maxTokens(500)
                .addUserMessage("Hello?");
    }

    @Nested
    class Answers {
        @Test
        void ofOneMessage() {
            assertThat(client.messages().create(message().build()).content()).hasSize(1);
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void withTools() {
            Tool weather = Tool.builder()
                    .name("weather")
                    .inputSchema(Tool.InputSchema.builder().build())
                    .build();
            var answer = client.messages().create(message().addTool(weather).build());

            assertThat(answer.content().get(0).isToolUse()).isTrue();
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatReadTheCacheAndWriteIt() {
            anthropic.uses(new Used(4, 1490, 556, 499, 0));
            client.messages().create(message().build());
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            async.messages().create(message().build()).get(10, TimeUnit.SECONDS);
            books.assertAgreeWith(anthropic, 1);
        }
    }

    @Nested
    class Streams {
        @Test
        void thatAreReadToTheirEnd() {
            try (StreamResponse<RawMessageStreamEvent> events =
                    client.messages().createStreaming(message().build())) {
                assertThat(events.stream().count()).isEqualTo(6);
            }
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            AsyncStreamResponse<RawMessageStreamEvent> events =
                    async.messages().createStreaming(message().build());
            events.subscribe(event -> {}).onCompleteFuture().get(10, TimeUnit.SECONDS);
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatAreLeftInTheirMiddleCountWhatWasSeen() {
            anthropic.holdStreams();
            try (StreamResponse<RawMessageStreamEvent> events =
                    client.messages().createStreaming(message().build())) {
                assertThat(events.stream().limit(3).count()).isEqualTo(3);
            }
            assertThat(books.rows()).hasSize(2);
            LedgerRow row = books.rows().get(1);
            assertThat(row.event()).isEqualTo(Event.SETTLED);
            assertThat(row.source()).isEqualTo(Source.ESTIMATE);
            assertThat(row.usage().totalInput()).isEqualTo(LlmStandIn.USED.input());
            assertThat(row.usage().totalOutput()).isPositive();
            Awaitility.await().until(() -> anthropic.hungUp() == 1);
        }
    }

    @Nested
    class Attempts {
        @Test
        void thatWereRefusedCostNothing() {
            anthropic.refuse(429);
            client.messages().create(message().build());

            assertThat(anthropic.received()).hasSize(2);
            assertThat(books.events()).containsExactly(Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatFailedAreRowsOfTheirOwn() {
            anthropic.refuse(500);
            client.messages().create(message().build());

            assertThat(books.events()).containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(anthropic, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            anthropic.refuse(500, 429);
            async.messages().create(message().build()).get(10, TimeUnit.SECONDS);

            assertThat(anthropic.received())
                    .extracting(LlmStandIn.Sent::retries)
                    .containsExactly("0", "1", "2");
            assertThat(books.events())
                    .containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(anthropic, 1);
        }
    }

    @Nested
    class WhenTheBudgetIsGone {
        @BeforeEach
        void spendAll() {
            books.limit(1);
        }

        private void assertRefusedOnce() {
            assertThat(books.refusals()).isEqualTo(1);
            assertThat(anthropic.received()).isEmpty();
            assertThat(books.rows()).isEmpty();
        }

        @Test
        void nothingIsSent() {
            assertThatExceptionOfType(BudgetExceededException.class)
                    .isThrownBy(() -> client.messages().create(message().build()));
            assertRefusedOnce();
        }

        @Test
        void theFutureFails() {
            assertThat(async.messages().create(message().build()))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(BudgetExceededException.class);
            assertRefusedOnce();
        }

        @Test
        void noStreamBegins() {
            CompletableFuture<Void> streamed = async.messages()
                    .createStreaming(message().build())
                    .subscribe(event -> {})
                    .onCompleteFuture();
            assertThat(streamed)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingRootCause()
                    .isInstanceOf(BudgetExceededException.class);
            assertRefusedOnce();
        }
    }

    @Nested
    class WhenLittleIsLeft {
        @Test
        void theOutputIsLowered() {
            client.close();
            client = AnthropicOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(anthropic.url())
                    .addInterceptor(
                            AnthropicInterceptor.of(WireMeter.of(books.meter()).leastOutput(10)))
                    .build();
            books.limit(2_500_000);
            anthropic.uses(new Used(20, 0, 0, 400, 0));
            client.messages().create(message().build());

            assertThat(books.rows().get(1).usage().totalOutput()).isBetween(10L, 249L);
            assertThat(books.level().committed()).isLessThanOrEqualTo(2_500_000);
            books.assertAgreeWith(anthropic, 1);
        }
    }
}
