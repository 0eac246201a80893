/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.cost.price.Price;
import dev.breakwater.cost.price.PriceBook;
import dev.breakwater.cost.usage.LlmApi;
import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenClass;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import dev.breakwater.cost.usage.UsageReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers in the form that each provider documents, with traps in their texts. */
class GoldenAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private enum Golden {
        OPENAI_CHAT("openai-chat.json", LlmApi.OPENAI_CHAT_COMPLETIONS, 3_364_000),
        OPENAI_CHAT_STREAM("openai-chat.sse", LlmApi.OPENAI_CHAT_COMPLETIONS, 3_364_000),
        OPENAI_RESPONSES("openai-responses.json", LlmApi.OPENAI_RESPONSES, 5_790_000),
        OPENAI_RESPONSES_STREAM("openai-responses.sse", LlmApi.OPENAI_RESPONSES, 5_790_000),
        ANTHROPIC("anthropic.json", LlmApi.ANTHROPIC_MESSAGES, 8_477_000),
        ANTHROPIC_STREAM("anthropic.sse", LlmApi.ANTHROPIC_MESSAGES, 8_477_000),
        GEMINI("gemini.json", LlmApi.GEMINI_GENERATE_CONTENT, 85_856_250),
        GEMINI_STREAM("gemini.sse", LlmApi.GEMINI_GENERATE_CONTENT, 175_000),
        GEMINI_LIST("gemini-list.json", LlmApi.GEMINI_GENERATE_CONTENT, 175_000);

        private static final Set<LlmApi> APIS = EnumSet.of(
                LlmApi.OPENAI_CHAT_COMPLETIONS,
                LlmApi.OPENAI_RESPONSES,
                LlmApi.ANTHROPIC_MESSAGES,
                LlmApi.GEMINI_GENERATE_CONTENT);

        private final String file;
        private final LlmApi api;
        private final long nanoUsd;

        Golden(String file, LlmApi api, long nanoUsd) {
            this.file = file;
            this.api = api;
            this.nanoUsd = nanoUsd;
        }

        boolean isEvents() {
            return file.endsWith(".sse");
        }

        byte[] body() {
            try (var in = GoldenAnswersTest.class.getResourceAsStream("answers/" + file)) {
                return in.readAllBytes();
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        TokenUsage expected() {
            return switch (this) {
                case OPENAI_CHAT, OPENAI_CHAT_STREAM ->
                    TokenUsage.builder()
                            .responseId("chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG")
                            .responseModel("gpt-6.1-sol")
                            .tokens(TokenClass.IN_FRESH, 86)
                            .tokens(TokenClass.CACHE_READ, 1920)
                            .tokens(TokenClass.OUT_VISIBLE, 180)
                            .tokens(TokenClass.OUT_REASONING, 120)
                            .build();
                case OPENAI_RESPONSES, OPENAI_RESPONSES_STREAM ->
                    TokenUsage.builder()
                            .responseId("resp_67ccd3a9da748190")
                            .responseModel("gpt-6-sol-2026-09-22")
                            .tokens(TokenClass.IN_FRESH, 500)
                            .tokens(TokenClass.CACHE_READ, 200)
                            .tokens(TokenClass.CACHE_WRITE_30M, 300)
                            .tokens(TokenClass.OUT_VISIBLE, 150)
                            .tokens(TokenClass.OUT_REASONING, 250)
                            .build();
                case ANTHROPIC, ANTHROPIC_STREAM ->
                    TokenUsage.builder()
                            .responseId("msg_013Zva2CMHLNnjNjJKqJ2EF")
                            .responseModel("claude-sonnet-5-5-20260922")
                            .tokens(TokenClass.IN_FRESH, 4)
                            .tokens(TokenClass.CACHE_READ, 1490)
                            .tokens(TokenClass.OUT_VISIBLE, 832)
                            .build();
                case GEMINI -> gemini(55_021, 923, 785);
                case GEMINI_STREAM, GEMINI_LIST -> gemini(100, 5, 0);
            };
        }

        private static TokenUsage gemini(long prompt, long visible, long thoughts) {
            return TokenUsage.builder()
                    .responseId("mAITZ9-lHZa")
                    .responseModel("gemini-2.5-pro")
                    .modality(Modality.TEXT)
                    .tokens(TokenClass.IN_FRESH, prompt)
                    .tokens(TokenClass.OUT_VISIBLE, visible)
                    .tokens(TokenClass.OUT_REASONING, thoughts)
                    .build();
        }
    }

    private static TokenUsage inTwo(LlmApi api, String coding, byte[] body, int at) {
        UsageReader reader = new UsageReader(api, coding);
        reader.read(ByteBuffer.wrap(body, 0, at));
        reader.read(ByteBuffer.wrap(body, at, body.length - at));
        return reader.end();
    }

    @ParameterizedTest
    @EnumSource
    void isReadAndPricedToTheNano(Golden golden) {
        TokenUsage usage = UsageReader.read(golden.api, golden.body());
        assertThat(usage).isEqualTo(golden.expected());
        Price price = PriceBook.bundled().find(golden.api.provider(), usage.responseModel(), NOW);
        assertThat(price).isNotNull();
        assertThat(price.nanoUsd(usage)).isEqualTo(golden.nanoUsd);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameWhereverItIsSplit(Golden golden) {
        byte[] body = golden.body();
        for (int at = 0; at <= body.length; at++) {
            assertThat(inTwo(golden.api, null, body, at)).as("split at %d", at).isEqualTo(golden.expected());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameByteByByteAndFromAnyBuffer(Golden golden) {
        byte[] body = golden.body();
        UsageReader bytes = new UsageReader(golden.api);
        for (int i = 0; i < body.length; i++) {
            bytes.read(ByteBuffer.wrap(body, i, 1).slice().asReadOnlyBuffer());
        }
        assertThat(bytes.end()).isEqualTo(golden.expected());
        ByteBuffer direct = ByteBuffer.allocateDirect(body.length).put(body).flip();
        UsageReader whole = new UsageReader(golden.api);
        whole.read(direct);
        assertThat(direct.hasRemaining()).isFalse();
        assertThat(whole.end()).isEqualTo(golden.expected()).isSameAs(whole.breakOff());
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameCompressed(Golden golden) throws IOException {
        byte[] body = golden.body();
        for (String coding : List.of("gzip", "X-GZip", "deflate", "raw")) {
            byte[] packed = packed(coding, body);
            String header = coding.equals("raw") ? "deflate" : coding;
            for (int at = 0; at <= packed.length; at++) {
                assertThat(inTwo(golden.api, header, packed, at))
                        .as("%s split at %d", coding, at)
                        .isEqualTo(golden.expected());
            }
        }
    }

    private static byte[] packed(String coding, byte[] body) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var out = coding.equals("raw")
                ? new DeflaterOutputStream(packed, new Deflater(9, true))
                : coding.equals("deflate") ? new DeflaterOutputStream(packed) : new GZIPOutputStream(packed)) {
            out.write(body);
        }
        return packed.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameWithAnyLineEndAndAByteOrderMark(Golden golden) {
        String body = new String(golden.body(), UTF_8).replace("\r\n", "\n");
        for (String lineEnd : List.of("\n", "\r", "\r\n")) {
            byte[] other = ("\ufeff" + body.replace("\n", lineEnd)).getBytes(UTF_8);
            for (int at = 0; at <= other.length; at++) {
                assertThat(inTwo(golden.api, null, other, at)).isEqualTo(golden.expected());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void needsNoLastLineEnd(Golden golden) {
        String body = new String(golden.body(), UTF_8).stripTrailing();
        assertThat(UsageReader.read(golden.api, body.getBytes(UTF_8))).isEqualTo(golden.expected());
    }

    @ParameterizedTest
    @EnumSource
    void thatBreaksOffIsNeverTakenForAWholeOne(Golden golden) {
        byte[] body = golden.body();
        for (int length = 0; length < body.length; length++) {
            UsageReader reader = new UsageReader(golden.api);
            reader.read(ByteBuffer.wrap(Arrays.copyOf(body, length)));
            TokenUsage usage = reader.breakOff();
            if (usage.isKnown() && !usage.isEstimated()) {
                // Its last word was there.
                assertThat(usage)
                        .usingRecursiveComparison()
                        .ignoringFields("responseModel", "responseId", "serviceTier")
                        .isEqualTo(golden.expected());
            }
            if (usage.quality() == Quality.PARTIAL) {
                assertThat(usage.totalInput()).isEqualTo(golden.expected().totalInput());
                assertThat(usage.totalOutput()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void thatIsDocumentAndCutOffIsMalformed(Golden golden) {
        byte[] body = new String(golden.body(), UTF_8).stripTrailing().getBytes(UTF_8);
        for (int length = 1; length < body.length && !golden.isEvents(); length++) {
            assertThat(UsageReader.read(golden.api, Arrays.copyOf(body, length)).quality())
                    .as("first %d bytes", length)
                    .isEqualTo(Quality.MALFORMED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void meansNothingToAnotherProvider(Golden golden) {
        for (LlmApi api : Golden.APIS) {
            // Anthropic's document has the names of OpenAI's responses in the same places.
            boolean alike = golden == Golden.ANTHROPIC && api == LlmApi.OPENAI_RESPONSES
                    || golden == Golden.OPENAI_RESPONSES && api == LlmApi.ANTHROPIC_MESSAGES;
            if (!alike && !api.provider().equals(golden.api.provider())) {
                assertThat(UsageReader.read(api, golden.body()).isKnown())
                        .as(api.name())
                        .isFalse();
            }
        }
    }
}
