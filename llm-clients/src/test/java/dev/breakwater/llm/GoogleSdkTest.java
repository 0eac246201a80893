/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.errors.ClientException;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Tool;
import dev.breakwater.cost.budget.BudgetExceededException;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.llm.okhttp.LlmInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Google's SDK, metered in the HTTP client that it is given. */
class GoogleSdkTest {
    private static final GenerateContentConfig CONFIG =
            GenerateContentConfig.builder().maxOutputTokens(500).build();

    private static LlmStandIn google;

    private final Books books = new Books();
    private Client client;

    @BeforeAll
    static void start() throws IOException {
        google = new LlmStandIn();
    }

    @AfterAll
    static void stop() {
        google.close();
    }

    @BeforeEach
    void connect() {
        client = client(LlmInterceptor.of(books.meter())
                .addTo(new OkHttpClient.Builder())
                .build());
    }

    private static Client client(OkHttpClient http) {
        return Client.builder()
                .apiKey("k")
                .httpOptions(HttpOptions.builder()
                        .baseUrl(google.url())
                        .retryOptions(
                                HttpRetryOptions.builder().initialDelay(0.001).build())
                        .build())
                .clientOptions(ClientOptions.builder().customHttpClient(http).build())
                .build();
    }

    @AfterEach
    void disconnect() {
        client.close();
        google.forget();
    }

    private GenerateContentResponse ask() {
        return client.models.generateContent("gemini-2.5-flash", "Hello?", CONFIG);
    }

    private ResponseStream<GenerateContentResponse> stream() {
        return client.models.generateContentStream("gemini-2.5-flash", "Hello?", CONFIG);
    }

    @Nested
    class Answers {
        @Test
        void ofOneQuestion() {
            assertThat(ask().text()).isEqualTo("Hello.");
            books.assertAgreeWith(google, 1);
        }

        @Test
        void withTools() {
            Tool weather = Tool.builder()
                    .functionDeclarations(
                            FunctionDeclaration.builder().name("weather").build())
                    .build();
            var answer = client.models.generateContent(
                    "gemini-2.5-flash",
                    "Hello?",
                    CONFIG.toBuilder().tools(weather).build());

            assertThat(answer.functionCalls()).hasSize(1);
            books.assertAgreeWith(google, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            client.async
                    .models
                    .generateContent("gemini-2.5-flash", "Hello?", CONFIG)
                    .get(10, TimeUnit.SECONDS);
            books.assertAgreeWith(google, 1);
        }
    }

    @Nested
    class Streams {
        @Test
        void thatAreReadToTheirEnd() {
            try (var events = stream()) {
                assertThat(events).hasSize(4);
            }
            books.assertAgreeWith(google, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            try (var events = client.async
                    .models
                    .generateContentStream("gemini-2.5-flash", "Hello?", CONFIG)
                    .get(10, TimeUnit.SECONDS)) {
                assertThat(events).hasSize(4);
            }
            books.assertAgreeWith(google, 1);
        }

        @Test
        void thatAreLeftInTheirMiddleCountWhatWasSeen() {
            google.holdStreams();
            try (var events = stream()) {
                assertThat(events.iterator().next().text()).isEqualTo("Hello.");
            }
            assertThat(books.events()).containsExactly(Event.HELD, Event.SETTLED);
            Awaitility.await().until(() -> google.hungUp() == 1);
        }
    }

    /** They are made beneath the interceptor of the call. */
    @Nested
    class Attempts {
        @Test
        void thatWereRefusedCostNothing() {
            google.refuse(429);
            ask();

            assertThat(google.received()).hasSize(2);
            assertThat(books.events()).containsExactly(Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(google, 1);
        }

        @Test
        void thatFailedAreRowsOfTheirOwn() {
            google.refuse(500, 429, 503);
            ask();

            assertThat(books.events())
                    .containsExactly(
                            Event.HELD,
                            Event.UNKNOWN,
                            Event.HELD,
                            Event.RELEASED,
                            Event.HELD,
                            Event.UNKNOWN,
                            Event.HELD,
                            Event.SETTLED);
            books.assertAgreeWith(google, 1);
        }

        @Test
        void thatNobodyWaitsFor() throws Exception {
            google.refuse(500, 429);
            client.async
                    .models
                    .generateContent("gemini-2.5-flash", "Hello?", CONFIG)
                    .get(10, TimeUnit.SECONDS);

            assertThat(books.events())
                    .containsExactly(Event.HELD, Event.UNKNOWN, Event.HELD, Event.RELEASED, Event.HELD, Event.SETTLED);
            books.assertAgreeWith(google, 1);
        }

        @Test
        void countAsOneWhereNobodyLooksAtTheNetwork() {
            client.close();
            client = client(new OkHttpClient.Builder()
                    .addInterceptor(LlmInterceptor.of(books.meter()))
                    .build());
            google.refuse(500);
            ask();

            assertThat(books.events()).containsExactly(Event.HELD, Event.SETTLED);
            books.assertAgreeWith(google, 1);
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
            assertThat(google.received()).isEmpty();
            assertThat(books.rows()).isEmpty();
        }

        @Test
        void nothingIsSent() {
            assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(GoogleSdkTest.this::ask);
            assertRefusedOnce();
        }

        @Test
        void whoeverDoesNotWaitIsAnswered() {
            client.close();
            client = client(LlmInterceptor.of(books.meter())
                    .answeringRefusals()
                    .addTo(new OkHttpClient.Builder())
                    .build());
            assertThat(client.async.models.generateContent("gemini-2.5-flash", "Hello?", CONFIG))
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .havingCause()
                    .isInstanceOfSatisfying(
                            ClientException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(429));
            assertRefusedOnce();
        }

        @Test
        void noSecondAttemptIsMadeOfWhatIsLeft() {
            // Enough for one call, and a provider that fails may have spent it.
            books.limit(1_400_000);
            google.refuse(500);
            assertThatExceptionOfType(BudgetExceededException.class).isThrownBy(GoogleSdkTest.this::ask);

            assertThat(google.received()).hasSize(1);
            assertThat(books.events()).containsExactly(Event.HELD, Event.UNKNOWN);
        }
    }
}
