/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

/** The APIs of language models whose answers are understood, as JSON and as a stream. */
public enum LlmApi {
    /**
     * Google's {@code generateContent} and {@code streamGenerateContent}, the latter as server-sent events and as one list.
     */
    GEMINI_GENERATE_CONTENT("gcp.gemini"),
    /**
     * OpenAI's chat completions, and its embeddings. A stream has no usage unless it was asked for
     * ({@code stream_options.include_usage}), and then none if it breaks off.
     */
    OPENAI_CHAT_COMPLETIONS("openai"),
    /** OpenAI's responses. Reading a stored response again is no call: do not measure it. */
    OPENAI_RESPONSES("openai"),
    /** Anthropic's messages. */
    ANTHROPIC_MESSAGES("anthropic");

    private final String provider;

    LlmApi(String provider) {
        this.provider = provider;
    }

    /** The provider, by its OpenTelemetry name ({@code gen_ai.provider.name}). */
    public String provider() {
        return provider;
    }

    AnswerFormat<?> format() {
        return switch (this) {
            case GEMINI_GENERATE_CONTENT -> GeminiCounts.FORMAT;
            case OPENAI_CHAT_COMPLETIONS -> OpenAiCounts.CHAT;
            case OPENAI_RESPONSES -> OpenAiCounts.RESPONSES;
            case ANTHROPIC_MESSAGES -> AnthropicCounts.FORMAT;
        };
    }
}
