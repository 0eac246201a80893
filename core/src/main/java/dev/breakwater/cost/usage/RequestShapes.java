/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import dev.breakwater.cost.usage.RequestFacts.ToolKind;
import java.util.List;

/** Where each dialect says what a call can cost. Other names, and the same ones elsewhere, mean nothing. */
final class RequestShapes {
    private static final List<String> TEXT = List.of(
            "annotations",
            "citations",
            "cache_control",
            "caller",
            "tool_calls",
            "function_call",
            "functionCall",
            "args",
            "response",
            "input",
            "arguments",
            "action",
            "metadata",
            "reasoning_details",
            "toolUse",
            "json",
            "logprobs",
            "queries",
            "results",
            "tools",
            "data");
    private static final RequestPlace CHAT = chat();
    private static final RequestPlace RESPONSES = responses();
    private static final RequestPlace COMPLETIONS = completions();
    private static final RequestPlace EMBEDDINGS = embeddings();
    private static final RequestPlace MESSAGES = messages();
    private static final RequestPlace COHERE = cohere();
    private static final RequestPlace GEMINI = gemini();
    private static final RequestPlace CONVERSE = converse();
    private static final RequestPlace OLLAMA = ollama();
    private static final RequestPlace OTHER = other();

    private RequestShapes() {}

    static RequestPlace of(RequestDialect dialect) {
        return switch (dialect) {
            case CHAT -> CHAT;
            case COMPLETIONS -> COMPLETIONS;
            case RESPONSES -> RESPONSES;
            case EMBEDDINGS -> EMBEDDINGS;
            case MESSAGES -> MESSAGES;
            case COHERE -> COHERE;
            case GEMINI -> GEMINI;
            case CONVERSE -> CONVERSE;
            case OLLAMA -> OLLAMA;
            case OTHER -> OTHER;
        };
    }

    private static RequestPlace chat() {
        RequestPlace shape = plain();
        limit(shape, "max_completion_tokens", "max_completion_tokens");
        limit(shape, "max_tokens", "max_tokens");
        shape.within(
                "messages",
                content(
                        "image_url",
                        "input_audio",
                        "audio",
                        "image",
                        "video",
                        "file",
                        "file_id",
                        "file_url",
                        "pdf_url",
                        "video_url",
                        "document_url"));
        // What servers of other providers add: searches, and models to fall back to, whose prices are others.
        part(shape, "web_search_options", "search_parameters", "plugins", "models");
        return ready(tools(shape, ToolKind.OPENAI)
                .with("n", RequestFacts::choices)
                .with("best_of", RequestFacts::choices)
                .with("stream_options", RequestFacts::streamOptions)
                .with("stream_options.include_usage", RequestFacts::usageAsked));
    }

    private static RequestPlace responses() {
        RequestPlace shape = plain();
        limit(shape, "max_output_tokens", "max_output_tokens");
        RequestPlace content = content("image_url", "file_id", "file_url", "file_data", "input_audio");
        shape.within("input", content)
                .with("input[]", RequestFacts::item)
                .within("input[]", content)
                .with("input[].id", RequestFacts::itemId);
        for (String own : new String[] {"content", "output"}) {
            shape.with("input[]." + own, RequestFacts::itemContent).within("input[]." + own, content);
        }
        for (String own : new String[] {"encrypted_content", "arguments", "input", "action", "tools"}) {
            shape.with("input[]." + own, RequestFacts::itemContent);
        }
        part(shape, "previous_response_id", "conversation", "prompt");
        return ready(tools(shape, ToolKind.OPENAI));
    }

    private static RequestPlace completions() {
        RequestPlace shape = plain();
        limit(shape, "max_tokens", "max_tokens");
        return ready(shape.with("n", RequestFacts::choices)
                .with("best_of", RequestFacts::choices)
                .with("prompt[]", RequestFacts::prompt));
    }

    private static RequestPlace embeddings() {
        RequestPlace content =
                content("image_url", "image", "images", "inlineData", "inline_data", "fileData", "file_data");
        RequestPlace shape = part(plain(), "images", "image");
        for (String at : new String[] {"input", "inputs", "content", "requests", "documents"}) {
            shape.within(at, content);
        }
        return ready(shape);
    }

    /** Of which little more is known than the model, and that it is JSON. */
    private static RequestPlace other() {
        RequestPlace shape =
                part(plain(), "tools", "image", "images", "mask", "session", "agent", "previous_interaction_id");
        return ready(shape.with("n", RequestFacts::choices).with("input", (facts, value) -> {
            if (value.kind() != RequestValue.Kind.TEXT) {
                facts.part("input", value);
            }
        }));
    }

    private static RequestPlace messages() {
        RequestPlace shape = plain();
        limit(shape, "max_tokens", "max_tokens");
        RequestPlace content = content("file_id")
                .with("source.type", RequestShapes::source)
                // Of a source that is a part already.
                .with("source.file_id", (facts, value) -> {});
        content.within("source", content);
        shape.within("messages", content).within("system", content);
        part(shape, "container", "mcp_servers");
        return ready(tools(shape, ToolKind.ANTHROPIC)
                .with("thinking.budget_tokens", RequestFacts::thinking)
                .with("speed", RequestFacts::speed)
                .with("inference_geo", RequestFacts::region));
    }

    /** Text and what consists of it are counted by their bytes. */
    private static void source(RequestFacts facts, RequestValue type) {
        if (!"text".equals(type.text()) && !"content".equals(type.text())) {
            facts.part("source", type);
        }
    }

    private static RequestPlace cohere() {
        RequestPlace shape = plain();
        limit(shape, "max_tokens", "max_tokens");
        shape.within("messages", content("image_url"));
        return ready(tools(shape, ToolKind.OPENAI));
    }

    /** Google reads the names in both spellings. */
    private static RequestPlace gemini() {
        RequestPlace shape = plain();
        for (String at : new String[] {"generationConfig", "generation_config"}) {
            shape.with(at, RequestFacts::container)
                    .with(at + ".candidateCount", RequestFacts::choices)
                    .with(at + ".candidate_count", RequestFacts::choices)
                    .with(at + ".thinkingConfig.thinkingBudget", RequestFacts::thinking)
                    .with(at + ".thinking_config.thinking_budget", RequestFacts::thinking);
            limit(shape, at + ".maxOutputTokens", "maxOutputTokens");
            limit(shape, at + ".max_output_tokens", "maxOutputTokens");
        }
        RequestPlace content = content("inlineData", "inline_data", "fileData", "file_data", "fileUri", "file_uri");
        for (String at : new String[] {"contents", "systemInstruction", "system_instruction"}) {
            shape.within(at, content);
        }
        part(shape, "cachedContent", "cached_content");
        return ready(shape.with("serviceTier", RequestFacts::tier)
                .with("tools[].functionDeclarations", (facts, value) -> {})
                .with("tools[].function_declarations", (facts, value) -> {})
                .with("tools[].*", (facts, value) -> facts.part(String.valueOf(value.name()), value))
                .with("tools[]", (facts, value) -> facts.tool(ToolKind.OPENAI)));
    }

    private static RequestPlace converse() {
        RequestPlace shape = plain();
        shape.with("inferenceConfig", RequestFacts::container);
        limit(shape, "inferenceConfig.maxTokens", "maxTokens");
        RequestPlace content = content("image", "document", "video", "audio", "s3Location");
        shape.within("messages", content).within("system", content);
        part(shape, "promptVariables");
        return ready(shape.with("toolConfig.tools[].systemTool", (facts, value) -> facts.part("systemTool", value))
                .with("additionalModelRequestFields.thinking.budget_tokens", RequestFacts::thinking)
                .with("serviceTier.type", RequestFacts::tier)
                .with("performanceConfig.latency", RequestFacts::speed)
                .with("toolConfig.tools[]", (facts, value) -> facts.tool(ToolKind.OPENAI)));
    }

    private static RequestPlace ollama() {
        RequestPlace shape = plain();
        shape.with("options", RequestFacts::container);
        limit(shape, "options.num_predict", "num_predict");
        return ready(shape.with("messages[].images[]", (facts, value) -> facts.part("image", value))
                .with("images[]", (facts, value) -> facts.part("image", value))
                .with("tools[]", (facts, value) -> facts.tool(ToolKind.OPENAI)));
    }

    /** What all have. */
    private static RequestPlace plain() {
        return RequestPlace.root()
                .with("model", RequestFacts::model)
                .with("stream", RequestFacts::streamed)
                .with("service_tier", RequestFacts::tier);
    }

    private static void limit(RequestPlace shape, String path, String name) {
        shape.with(path, (facts, value) -> {
            if (facts.isLimit(name)) {
                facts.limit(value, facts.isOwnLimit(name));
            }
        });
    }

    private static RequestPlace tools(RequestPlace shape, ToolKind kind) {
        return shape.with("tools[]", (facts, value) -> facts.tool(kind))
                .with("tools[].type", RequestFacts::toolType)
                .with("tools[].max_uses", RequestFacts::toolUses);
    }

    /**
     * Where text is, at any depth: what else can be there is named, and so is everything of a type that is not known. What
     * models and tools have said to each other, and what comes of it, is text whatever its names.
     */
    private static RequestPlace content(String... references) {
        RequestPlace content = RequestPlace.everywhere().with("type", RequestFacts::contentType);
        for (String text : TEXT) {
            content.with(text, (facts, value) -> {});
        }
        part(content, references);
        content.whole((facts, value) -> {
            if (value.kind() == RequestValue.Kind.OBJECT) {
                facts.content(value);
            }
        });
        return content;
    }

    private static RequestPlace part(RequestPlace shape, String... names) {
        for (String name : names) {
            shape.with(name, (facts, value) -> facts.part(name, value));
        }
        return shape;
    }

    private static RequestPlace ready(RequestPlace shape) {
        shape.whole(RequestFacts::whole);
        if (shape.number(0) > Long.SIZE) {
            throw new IllegalStateException("too many places (expected: at most " + Long.SIZE + ")");
        }
        return shape;
    }
}
