/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.OpenAIClientAsync;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.core.http.StreamResponse;
import com.openai.errors.RateLimitException;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionTool;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.breakwater.cost.WireMeter;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.llm.okhttp.LlmInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** OpenAI's SDK, metered in its HTTP client. */
class OpenAiSdkTest {
    private static LlmStandIn openAi;

    private final Books books = new Books();
    private final LlmInterceptor llm = LlmInterceptor.of(books.meter());
    private OpenAIClient client;
    private OpenAIClientAsync async;

    @BeforeAll
    static void start() throws IOException {
        openAi = new LlmStandIn();
    }

    @AfterAll
    static void stop() {
        openAi.close();
    }

    @BeforeEach
    void connect() {
        client = OpenAIOkHttpClient.builder()
                .apiKey("k")
                .baseUrl(openAi.url() + "/v1")
                .addInterceptor(llm)
                .build();
        async = OpenAIOkHttpClientAsync.builder()
                .apiKey("k")
                .baseUrl(openAi.url() + "/v1")
                .addInterceptor(llm.answeringRefusals())
                .build();
    }

    @AfterEach
    void disconnect() {
        client.close();
        async.close();
        openAi.forget();
    }

    private static ChatCompletionCreateParams.Builder chat() {
        return ChatCompletionCreateParams.builder()
                .model("gpt-6-sol")
                .maxCompletionTokens(500)
                .addUserMessage("Hello?");
    }

    private static ChatCompletionCreateParams.Builder streamedChat() {
        return chat().streamOptions(
                        ChatCompletionStreamOptions.builder().includeUsage(true).build());
    }

    @Nested
    class Answers {
        @Test
        void ofAChat() {
            assertThat(client.chat().completions().create(chat().build()).choices())
                    .hasSize(1);
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void ofAChatWithTools() {
            ChatCompletionFunctionTool weather = ChatCompletionFunctionTool.builder()
                    .function(FunctionDefinition.builder().name("weather").build())
                    .build();
            var answer =
                    client.chat().completions().create(chat().addTool(weather).build());

            assertThat(answer.choices().get(0).message().toolCalls()).isPresent();
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatArePartlyCachedAndWrittenToTheCache() {
            openAi.uses(new Used(10, 1024, 0, 7, 0));
            client.chat().completions().create(chat().build());
            openAi.uses(new Used(2006, 0, 0, 300, 299));
            client.chat().completions().create(chat().build());
            books.assertAgreeWith(openAi, 2);
        }

        @Test
        void ofResponses() {
            client.responses()
                    .create(ResponseCreateParams.builder()
                            .model("gpt-6-sol")
                            .maxOutputTokens(500)
                            .input("Hello?")
                            .build());
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void ofEmbeddings() {
            openAi.uses(new Used(8, 0, 0, 0, 0));
            client.embeddings()
                    .create(EmbeddingCreateParams.builder()
                            .model("text-embedding-3-small")
                            .input("Hello?")
                            .build());
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            async.chat().completions().create(chat().build()).get(10, TimeUnit.SECONDS);
            books.assertAgreeWith(openAi, 1);
        }
    }

    @Nested
    class Streams {
        @Test
        void ofAChat() {
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(streamedChat().build())) {
                assertThat(chunks.stream().count()).isEqualTo(4);
            }
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void ofResponses() {
            try (StreamResponse<ResponseStreamEvent> events = client.responses()
                    .createStreaming(ResponseCreateParams.builder()
                            .model("gpt-6-sol")
                            .maxOutputTokens(500)
                            .input("Hello?")
                            .build())) {
                assertThat(events.stream().count()).isEqualTo(3);
            }
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            AsyncStreamResponse<ChatCompletionChunk> chunks =
                    async.chat().completions().createStreaming(streamedChat().build());
            chunks.subscribe(chunk -> {}).onCompleteFuture().get(10, TimeUnit.SECONDS);
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatAreLeftInTheirMiddleCountAllThatWasHeld() {
            openAi.holdStreams();
            try (StreamResponse<ChatCompletionChunk> chunks =
                    client.chat().completions().createStreaming(streamedChat().build())) {
                assertThat(chunks.stream().findFirst()).isPresent();
            }
            // Such a stream tells its usage at its end alone.
            assertThat(books.events()).containsExactly(Event.HELD, Event.UNKNOWN);
            assertThat(books.level().committed())
                    .isEqualTo(books.rows().get(0).reservedNanoUsd())
                    .isPositive();
            Awaitility.await().until(() -> openAi.hungUp() == 1);
        }

        @Test
        void thatNobodyWaitsForAndAreLeft() {
            openAi.holdStreams();
            AsyncStreamResponse<ChatCompletionChunk> chunks =
                    async.chat().completions().createStreaming(streamedChat().build());
            chunks.subscribe(chunk -> chunks.close());
            Awaitility.await().until(() -> openAi.hungUp() == 1);
            Awaitility.await().until(() -> books.rows().size() == 2);
        }
    }

    @Nested
    class Attempts {
        @Test
        void thatWereRefusedCostNothing() {
            openAi.refuse(429);
            client.chat().completions().create(chat().build());

            assertThat(openAi.received()).hasSize(2);
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatFailedAreRowsOfTheirOwn() {
            openAi.refuse(500);
            client.chat().completions().create(chat().build());

            assertThat(books.events()).containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(openAi, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            openAi.refuse(500, 429);
            async.chat().completions().create(chat().build()).get(10, TimeUnit.SECONDS);

            assertThat(openAi.received()).extracting(LlmStandIn.Sent::retries).containsExactly("0", "1", "2");
            assertThat(books.events())
                    .containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(openAi, 1);
        }
    }

    /** The thread that waits is told by the refusal itself, the one that does not by the SDK's own failure. */
    @Nested
    class WhenTheBudgetIsGone {
        @BeforeEach
        void spendAll() {
            books.limit(1);
        }

        private void assertRefusedOnce() {
            assertThat(books.refusals()).isEqualTo(1);
            assertThat(openAi.received()).isEmpty();
            assertThat(books.rows()).isEmpty();
        }

        @Test
        void nothingIsSent() {
            assertThatExceptionOfType(BudgetExceededException.class)
                    .isThrownBy(() -> client.chat().completions().create(chat().build()));
            assertRefusedOnce();
        }

        @Test
        void noStreamBegins() {
            assertThatExceptionOfType(BudgetExceededException.class)
                    .isThrownBy(() -> client.chat()
                            .completions()
                            .createStreaming(streamedChat().build()));
            assertRefusedOnce();
        }

        @Test
        void whoeverDoesNotWaitIsAnswered() {
            assertThat(async.chat().completions().create(chat().build()))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            RateLimitException.class,
                            refusal -> assertThat(refusal.headers().values("Retry-After"))
                                    .hasSize(1));
            assertRefusedOnce();
        }
    }

    @Nested
    class WhenLittleIsLeft {
        @Test
        void theOutputIsLowered() {
            client.close();
            client = OpenAIOkHttpClient.builder()
                    .apiKey("k")
                    .baseUrl(openAi.url() + "/v1")
                    .addInterceptor(
                            LlmInterceptor.of(WireMeter.of(books.meter()).leastOutput(10)))
                    .build();
            books.limit(2_000_000);
            openAi.uses(new Used(20, 0, 0, 400, 0));
            client.chat().completions().create(chat().build());

            assertThat(books.rows().get(1).usage().totalOutput()).isBetween(10L, 199L);
            assertThat(books.level().committed()).isLessThanOrEqualTo(2_000_000);
            books.assertAgreeWith(openAi, 1);
        }
    }
}
