/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.usage;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The paths of the providers' APIs, and their hosts where a path is shared. */
final class EndpointPaths {
    private static final int OLLAMA_PORT = 11434;
    private static final String DEPLOYMENTS = "/openai/deployments/";

    private EndpointPaths() {}

    static @Nullable LlmEndpoint find(URI uri) {
        String path = uri.getRawPath();
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        if (path == null) {
            return null;
        }
        String trimmed = trimmed(path);
        LlmEndpoint named = namedByPath(trimmed);
        return named == null ? byLastPart(trimmed, host, uri.getPort()) : named;
    }

    private static String trimmed(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(0, end);
    }

    /** Where the path says so much that any host will do. */
    private static @Nullable LlmEndpoint namedByPath(String path) {
        int models = path.lastIndexOf("/models/");
        int verb = path.lastIndexOf(':');
        // A model of Amazon's has colons of its own, but no verb.
        if (models >= 0 && verb > models) {
            return google(path, decoded(path.substring(models + 8, verb)), path.substring(verb + 1));
        }
        int model = path.indexOf("/model/");
        return model < 0 ? null : amazon(path.substring(model + 7));
    }

    private static @Nullable LlmEndpoint google(String path, String model, String verb) {
        boolean anthropic = path.contains("/publishers/anthropic/");
        return switch (verb) {
            case "generateContent", "streamGenerateContent" ->
                new LlmEndpoint(LlmApi.GEMINI_GENERATE_CONTENT, RequestDialect.GEMINI, model);
            case "embedContent", "batchEmbedContents" ->
                new LlmEndpoint(LlmApi.GEMINI_GENERATE_CONTENT, RequestDialect.EMBEDDINGS, model);
            case "rawPredict", "streamRawPredict" ->
                anthropic ? new LlmEndpoint(LlmApi.ANTHROPIC_MESSAGES, RequestDialect.MESSAGES, model) : null;
            default -> null;
        };
    }

    private static @Nullable LlmEndpoint amazon(String rest) {
        int slash = rest.lastIndexOf('/');
        String verb = slash < 0 ? "" : rest.substring(slash + 1);
        return switch (verb) {
            case "converse", "converse-stream" ->
                new LlmEndpoint(LlmApi.BEDROCK_CONVERSE, RequestDialect.CONVERSE, decoded(rest.substring(0, slash)));
            case "invoke", "invoke-with-response-stream" -> anthropicOfAmazon(decoded(rest.substring(0, slash)));
            default -> null;
        };
    }

    /** In Anthropic's words, at Amazon's prices. Answers in these words are not read there: what was held counts in full. */
    private static @Nullable LlmEndpoint anthropicOfAmazon(String model) {
        return model.contains("anthropic.")
                ? new LlmEndpoint(LlmApi.BEDROCK_CONVERSE, RequestDialect.MESSAGES, model)
                : null;
    }

    private static String decoded(String part) {
        try {
            // A plus is one in a path.
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return part;
        }
    }

    private static @Nullable LlmEndpoint byLastPart(String path, String host, int port) {
        if (path.endsWith("/chat/completions")) {
            return new LlmEndpoint(chat(host, path), RequestDialect.CHAT, deployment(path));
        }
        if (path.endsWith("/v1/responses") || path.endsWith("/openai/responses")) {
            return new LlmEndpoint(responses(host), RequestDialect.RESPONSES, null);
        }
        if (path.endsWith("/v1/messages")) {
            return new LlmEndpoint(LlmApi.ANTHROPIC_MESSAGES, RequestDialect.MESSAGES, null);
        }
        if (path.endsWith("/v1/embeddings") || (path.endsWith("/embeddings") && deployment(path) != null)) {
            return new LlmEndpoint(embeddings(host), RequestDialect.EMBEDDINGS, deployment(path));
        }
        LlmEndpoint completions = completions(path, host);
        return completions == null ? byHost(path, host, port) : completions;
    }

    private static @Nullable LlmEndpoint completions(String path, String host) {
        boolean found = path.endsWith("/v1/completions")
                || path.endsWith("/fim/completions")
                || path.endsWith("/beta/completions")
                || (path.endsWith("/completions") && deployment(path) != null);
        return found ? new LlmEndpoint(chat(host, path), RequestDialect.COMPLETIONS, deployment(path)) : null;
    }

    /** What Azure calls a model there; null elsewhere. */
    private static @Nullable String deployment(String path) {
        int from = path.indexOf(DEPLOYMENTS);
        if (from < 0) {
            return null;
        }
        int begin = from + DEPLOYMENTS.length();
        int end = path.indexOf('/', begin);
        return end < 0 ? null : decoded(path.substring(begin, end));
    }

    private static LlmApi chat(String host, String path) {
        if (isAzure(host) || path.contains(DEPLOYMENTS)) {
            return LlmApi.AZURE_OPENAI_CHAT_COMPLETIONS;
        }
        LlmApi known = provider(host);
        return known == null ? LlmApi.OPENAI_CHAT_COMPLETIONS : known;
    }

    private static LlmApi responses(String host) {
        if (isAzure(host)) {
            return LlmApi.AZURE_OPENAI_RESPONSES;
        }
        LlmApi known = provider(host);
        return known == null ? LlmApi.OPENAI_RESPONSES : known;
    }

    private static LlmApi embeddings(String host) {
        LlmApi known = provider(host);
        return known == null ? LlmApi.OPENAI_EMBEDDINGS : known;
    }

    private static boolean isAzure(String host) {
        return host.endsWith(".openai.azure.com")
                || host.endsWith(".cognitiveservices.azure.com")
                || host.endsWith(".services.ai.azure.com");
    }

    /** Whose host it is, of those who share paths with OpenAI; null for OpenAI's and for all others. */
    private static @Nullable LlmApi provider(String host) {
        return switch (host) {
            case "api.mistral.ai" -> LlmApi.MISTRAL;
            case "api.deepseek.com" -> LlmApi.DEEPSEEK;
            case "openrouter.ai" -> LlmApi.OPENROUTER;
            case "api.x.ai" -> LlmApi.XAI;
            case "api.groq.com" -> LlmApi.GROQ;
            case "api.perplexity.ai" -> LlmApi.PERPLEXITY;
            default -> null;
        };
    }

    /** Whether the path is one at which no model works for anybody. */
    static boolean isNoCall(URI uri) {
        String path = uri.getRawPath() == null ? "" : trimmed(uri.getRawPath());
        String last = path.substring(path.lastIndexOf('/') + 1);
        return switch (last.substring(last.indexOf(':') + 1)) {
            case "files",
                    "batches",
                    "uploads",
                    "vector_stores",
                    "models",
                    "cancel",
                    "tokenize",
                    "count_tokens",
                    "countTokens",
                    "input_tokens",
                    "cachedContents",
                    "batchGenerateContent" -> true;
            default -> path.contains("/files/") || path.contains("/batches/");
        };
    }

    /** Where the path could be anybody's. */
    private static @Nullable LlmEndpoint byHost(String path, String host, int port) {
        if (port == OLLAMA_PORT || host.equals("ollama.com")) {
            return ollama(path);
        }
        if (host.equals("api.openai.com") && path.startsWith("/v1/images/")) {
            return new LlmEndpoint(LlmApi.OPENAI_IMAGES, RequestDialect.OTHER, null);
        }
        if (host.endsWith(".googleapis.com") && path.endsWith("/interactions")) {
            return new LlmEndpoint(LlmApi.GEMINI_INTERACTIONS, RequestDialect.OTHER, null);
        }
        return host.equals("api.cohere.com") || host.equals("api.cohere.ai") ? cohere(path) : null;
    }

    private static @Nullable LlmEndpoint ollama(String path) {
        return switch (path) {
            case "/api/chat", "/api/generate" -> new LlmEndpoint(LlmApi.OLLAMA, RequestDialect.OLLAMA, null);
            case "/api/embed" -> new LlmEndpoint(LlmApi.OLLAMA, RequestDialect.EMBEDDINGS, null);
            default -> null;
        };
    }

    private static @Nullable LlmEndpoint cohere(String path) {
        return switch (path) {
            case "/v2/chat" -> new LlmEndpoint(LlmApi.COHERE_V2, RequestDialect.COHERE, null);
            case "/v2/embed", "/v2/rerank" -> new LlmEndpoint(LlmApi.COHERE_V2, RequestDialect.EMBEDDINGS, null);
            default -> null;
        };
    }
}
