/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import org.jspecify.annotations.Nullable;

/** What a request is written in: several providers share one. */
enum RequestDialect {
    /** OpenAI's chat completions. */
    CHAT(null, "max_completion_tokens"),
    /** OpenAI's older completions of a prompt. */
    COMPLETIONS(null, "max_tokens"),
    /** OpenAI's responses. */
    RESPONSES(null, "max_output_tokens"),
    /** What has no output of tokens: embeddings, reranking. */
    EMBEDDINGS(null, null),
    /** Anthropic's messages. */
    MESSAGES(null, "max_tokens"),
    /** Cohere's chat. */
    COHERE(null, "max_tokens"),
    /** Google's {@code generateContent}. */
    GEMINI("generationConfig", "maxOutputTokens"),
    /** Amazon's {@code Converse}. */
    CONVERSE("inferenceConfig", "maxTokens"),
    /** Ollama's own API. */
    OLLAMA("options", "num_predict"),
    /** Of which nothing is known but the size. */
    OTHER(null, null);

    private final @Nullable String container;
    private final @Nullable String limit;

    RequestDialect(@Nullable String container, @Nullable String limit) {
        this.container = container;
        this.limit = limit;
    }

    static RequestDialect of(LlmApi api) {
        return switch (api) {
            case GEMINI_GENERATE_CONTENT -> GEMINI;
            case OPENAI_RESPONSES, AZURE_OPENAI_RESPONSES -> RESPONSES;
            case ANTHROPIC_MESSAGES -> MESSAGES;
            case OPENAI_EMBEDDINGS -> EMBEDDINGS;
            case COHERE_V2 -> COHERE;
            case OLLAMA -> OLLAMA;
            case BEDROCK_CONVERSE -> CONVERSE;
            case OPENAI_CHAT_COMPLETIONS,
                    AZURE_OPENAI_CHAT_COMPLETIONS,
                    MISTRAL,
                    DEEPSEEK,
                    OPENROUTER,
                    XAI,
                    GROQ,
                    PERPLEXITY -> CHAT;
            case GEMINI_INTERACTIONS, OPENAI_IMAGES, OPENAI_REALTIME -> OTHER;
        };
    }

    /** The object of the body in which its limit to the output is; null if it is in the body itself. */
    @Nullable
    String container() {
        return container;
    }

    /** Whether the API goes by this field, where several have been used for a limit. */
    boolean isLimit(LlmApi api, String field) {
        // OpenAI's own knows the older name as well.
        return field.equals(limit(api)) || (this == CHAT && field.equals("max_tokens"));
    }

    /** The field to add where there is none; null if output cannot be limited. */
    @Nullable
    String limit(LlmApi api) {
        return switch (api) {
            // They know the older name alone.
            case MISTRAL, DEEPSEEK, OPENROUTER, PERPLEXITY -> this == CHAT ? "max_tokens" : limit;
            default -> limit;
        };
    }
}
