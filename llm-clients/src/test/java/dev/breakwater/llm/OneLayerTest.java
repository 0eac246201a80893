/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.llm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.models.messages.MessageCreateParams;
import dev.breakwater.cost.ledger.LedgerRow.Event;
import dev.breakwater.llm.anthropic.AnthropicInterceptor;
import dev.breakwater.llm.okhttp.LlmInterceptor;
import java.io.IOException;
import java.util.function.UnaryOperator;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** One layer measures a call, however many there are; and what is no call passes as it is. */
class OneLayerTest {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final String CHAT =
            "{\"model\":\"gpt-6-sol\",\"max_completion_tokens\":500,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

    private static LlmStandIn provider;

    private final Books books = new Books();
    private final LlmInterceptor llm = LlmInterceptor.of(books.meter());

    @BeforeAll
    static void start() throws IOException {
        provider = new LlmStandIn();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @AfterEach
    void forget() {
        provider.forget();
    }

    private static String call(UnaryOperator<OkHttpClient.Builder> metered, RequestBody body) throws IOException {
        OkHttpClient client = metered.apply(new OkHttpClient.Builder()).build();
        Request request = new Request.Builder()
                .url(provider.url() + "/v1/chat/completions")
                .post(body)
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.body().string();
        } finally {
            client.connectionPool().evictAll();
        }
    }

    private static String call(UnaryOperator<OkHttpClient.Builder> metered) throws IOException {
        return call(metered, RequestBody.create(CHAT, JSON));
    }

    @Nested
    class OkHttp {
        @Test
        void twice() throws IOException {
            call(client -> client.addInterceptor(llm).addInterceptor(LlmInterceptor.of(books.meter())));
            books.assertAgreeWith(provider, 1);
        }

        @Test
        void withTwoEyesOnTheNetwork() throws IOException {
            call(client -> llm.addTo(client).addNetworkInterceptor(llm.attempts()));
            books.assertAgreeWith(provider, 1);
        }

        @Test
        void asANetworkInterceptorToo() throws IOException {
            call(client -> client.addInterceptor(llm).addNetworkInterceptor(llm));
            books.assertAgreeWith(provider, 1);
        }

        @Test
        void onTheNetworkAloneSeesNothing() throws IOException {
            call(client -> client.addNetworkInterceptor(llm.attempts()));
            assertThat(books.rows()).isEmpty();
        }

        @Test
        void aBodyThatCanBeWrittenOnceIs() throws IOException {
            call(llm::addTo, new RequestBody() {
                private boolean written;

                @Override
                public MediaType contentType() {
                    return JSON;
                }

                @Override
                public boolean isOneShot() {
                    return true;
                }

                @Override
                public void writeTo(BufferedSink sink) throws IOException {
                    assertThat(written).isFalse();
                    written = true;
                    sink.writeUtf8(CHAT);
                }
            });
            assertThat(provider.last().body()).isEqualTo(CHAT);
            books.assertAgreeWith(provider, 1);
        }

        @Test
        void whatIsNoCallPasses() throws IOException {
            OkHttpClient client = llm.addTo(new OkHttpClient.Builder()).build();
            Request models =
                    new Request.Builder().url(provider.url() + "/v1/models").build();
            try (Response response = client.newCall(models).execute()) {
                assertThat(response.code()).isEqualTo(404);
            }
            assertThat(books.rows()).isEmpty();
        }

        @Test
        void nobodyListensAndNothingIsKept() {
            OkHttpClient client = llm.addTo(new OkHttpClient.Builder()).build();
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:1/v1/chat/completions")
                    .post(RequestBody.create(CHAT, JSON))
                    .build();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> client.newCall(request).execute());
            assertThat(books.events()).containsExactly(Event.HELD, Event.RELEASED);
            assertThat(books.level().committed()).isZero();
        }
    }

    @Test
    void anthropicsInterceptorTwice() {
        AnthropicInterceptor claude = AnthropicInterceptor.of(books.meter());
        AnthropicClient client = AnthropicOkHttpClient.builder()
                .apiKey("k")
                .baseUrl(provider.url())
                .addInterceptor(claude)
                .addInterceptor(AnthropicInterceptor.of(books.meter()))
                .build();
        client.messages()
                .create(MessageCreateParams.builder()
                        .model("claude-sonnet-5.5")
                        .maxTokens(500)
                        .addUserMessage("Hello?")
                        .build());
        client.close();
        books.assertAgreeWith(provider, 1);
    }
}
