/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

/**
 * The APIs of language models whose answers are understood, as JSON and as a stream. Where each says what was used, and
 * which of its counts are part of others:
 *
 * <table>
 * <caption>Usage by API</caption>
 * <tr><th>API</th><th>Place</th><th>Rule</th></tr>
 * <tr><td>OpenAI, Azure, Mistral, Groq</td><td>{@code usage}</td><td>cached and written are part of the input, reasoning
 * of the output</td></tr>
 * <tr><td>Anthropic</td><td>{@code usage}</td><td>cached and written come beside the input, thinking is part of the
 * output</td></tr>
 * <tr><td>Gemini</td><td>{@code usageMetadata}, {@code usage}</td><td>cached is part of the prompt; thoughts and tool use
 * come beside</td></tr>
 * <tr><td>DeepSeek</td><td>{@code usage}</td><td>the prompt is cache hits and misses</td></tr>
 * <tr><td>xAI</td><td>{@code usage}</td><td>reasoning comes beside the completion; tells the cost</td></tr>
 * <tr><td>OpenRouter</td><td>{@code usage}</td><td>as OpenAI; tells the cost</td></tr>
 * <tr><td>Perplexity</td><td>{@code usage}</td><td>citations and reasoning come beside; tells the cost</td></tr>
 * <tr><td>Cohere</td><td>{@code billed_units}</td><td>nothing else is billed</td></tr>
 * <tr><td>Ollama</td><td>{@code prompt_eval_count}, {@code eval_count}</td><td>left out is unknown, not zero</td></tr>
 * <tr><td>Bedrock</td><td>{@code usage}</td><td>cached and written come beside the input, and are in the total</td></tr>
 * </table>
 *
 * <p>Each count is checked against the provider's total; where they disagree, the larger reading holds and the usage is
 * {@link TokenUsage.Quality#RECONCILED}.
 */
public enum LlmApi {
    /**
     * Google's {@code generateContent} and {@code streamGenerateContent}, the latter as server-sent events and as one list.
     */
    GEMINI_GENERATE_CONTENT("gcp.gemini"),
    /** Google's interactions. */
    GEMINI_INTERACTIONS("gcp.gemini"),
    /**
     * OpenAI's chat completions. A stream has no usage unless it was asked for ({@code stream_options.include_usage}), and
     * then none if it breaks off.
     */
    OPENAI_CHAT_COMPLETIONS("openai"),
    /** OpenAI's responses. Reading a stored response again is no call: do not measure it. */
    OPENAI_RESPONSES("openai"),
    /** OpenAI's embeddings, which have no output. */
    OPENAI_EMBEDDINGS("openai"),
    /** OpenAI's images. A stream tells the usage in its last event. */
    OPENAI_IMAGES("openai"),
    /** One {@code response.done} event of OpenAI's realtime API. */
    OPENAI_REALTIME("openai"),
    /** OpenAI's chat completions, as served by Azure. */
    AZURE_OPENAI_CHAT_COMPLETIONS("azure.ai.openai"),
    /** OpenAI's responses, as served by Azure. */
    AZURE_OPENAI_RESPONSES("azure.ai.openai"),
    /** Anthropic's messages. */
    ANTHROPIC_MESSAGES("anthropic"),
    /** Chat completions and embeddings of Mistral. */
    MISTRAL("mistral_ai"),
    /** Version 2 of Cohere's chat, embed and rerank. */
    COHERE_V2("cohere"),
    /** Chat completions of DeepSeek. A stream tells the usage in its last chunk. */
    DEEPSEEK("deepseek"),
    /** Chat, generate and embed of Ollama, streamed as lines. */
    OLLAMA("ollama"),
    /** Chat completions of OpenRouter. */
    OPENROUTER("openrouter"),
    /** Chat completions of xAI. */
    XAI("x_ai"),
    /** Chat completions of Groq. */
    GROQ("groq"),
    /** Chat completions of Perplexity. */
    PERPLEXITY("perplexity"),
    /** Amazon's {@code Converse}, and {@code ConverseStream}, whose binary messages are read as well. */
    BEDROCK_CONVERSE("aws.bedrock");

    private final String provider;

    LlmApi(String provider) {
        this.provider = provider;
    }

    /** The provider, by its OpenTelemetry name ({@code gen_ai.provider.name}) where it has one. */
    public String provider() {
        return provider;
    }

    AnswerFormat<?> format() {
        return switch (this) {
            case GEMINI_GENERATE_CONTENT -> GeminiShapes.GENERATE_CONTENT;
            case GEMINI_INTERACTIONS -> GeminiShapes.INTERACTIONS;
            case OPENAI_CHAT_COMPLETIONS, OPENAI_EMBEDDINGS, AZURE_OPENAI_CHAT_COMPLETIONS -> OpenAiShapes.CHAT;
            case OPENAI_RESPONSES, AZURE_OPENAI_RESPONSES -> OpenAiShapes.RESPONSES;
            case OPENAI_IMAGES -> OpenAiShapes.IMAGES;
            case OPENAI_REALTIME -> OpenAiShapes.REALTIME;
            case ANTHROPIC_MESSAGES -> AnthropicCounts.FORMAT;
            case MISTRAL -> OpenAiShapes.MISTRAL;
            case COHERE_V2 -> CohereCounts.FORMAT;
            case DEEPSEEK -> OpenAiShapes.DEEPSEEK;
            case OLLAMA -> OllamaCounts.FORMAT;
            case OPENROUTER -> OpenAiShapes.OPENROUTER;
            case XAI -> OpenAiShapes.XAI;
            case GROQ -> OpenAiShapes.GROQ;
            case PERPLEXITY -> OpenAiShapes.PERPLEXITY;
            case BEDROCK_CONVERSE -> BedrockCounts.FORMAT;
        };
    }
}
