/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.price;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ways in which one model's name is spelt. */
final class ModelNames {
    private static final String RESOURCE = "models/";
    private static final String BEDROCK = "aws.bedrock";
    private static final String VERTEX = "gcp.vertex_ai";
    private static final String[] VERSIONS = {"-dddd-dd-dd", "-20dddddd", "-ddd"};
    private static final String[] REVISIONS = {"-vd:d", "-vd"};
    /** Where Bedrock keeps a call, by the inference profile that is named before the model. */
    private static final List<String> REGIONS =
            List.of("us.", "eu.", "apac.", "jp.", "au.", "ca.", "us-gov.", "global.");

    private ModelNames() {}

    /**
     * The name without what may stand before it: Google's resource prefix, as in {@code models/gemini-2.5-pro}, the
     * maker, as gateways write it in {@code openai/gpt-6-sol}, the path of a resource of Bedrock or Vertex AI, or Bedrock's
     * inference profile, as in {@code us.anthropic.claude-opus-5}.
     */
    static String withoutPrefix(String provider, String model) {
        if (provider.equals(BEDROCK)) {
            String name = lastOfPath(model);
            return name.substring(profile(name).length());
        }
        if (provider.equals(VERTEX)) {
            return lastOfPath(model);
        }
        for (String maker : makers(provider)) {
            if (model.startsWith(maker)) {
                return model.substring(maker.length());
            }
        }
        return model.startsWith(RESOURCE) ? model.substring(RESOURCE.length()) : model;
    }

    private static List<String> makers(String provider) {
        return switch (provider) {
            case "openai" -> List.of("openai/");
            case "anthropic" -> List.of("anthropic/");
            case "gcp.gemini" -> List.of("google/", "gemini/");
            case "azure.ai.openai" -> List.of("azure/");
            case "mistral_ai" -> List.of("mistral/", "mistralai/");
            case "cohere" -> List.of("cohere/");
            case "deepseek" -> List.of("deepseek/");
            case "groq" -> List.of("groq/");
            case "x_ai" -> List.of("xai/", "x-ai/");
            case "perplexity" -> List.of("perplexity/");
            case "openrouter" -> List.of("openrouter/");
            case "ollama" -> List.of("ollama/");
            default -> List.of();
        };
    }

    private static String lastOfPath(String model) {
        return model.substring(model.lastIndexOf('/') + 1);
    }

    private static String profile(String name) {
        for (String region : REGIONS) {
            if (name.startsWith(region)) {
                return region;
            }
        }
        return "";
    }

    /** The region that the name itself confines the call to, without its dot; null if it names none. */
    static @Nullable String region(String provider, String model) {
        if (!provider.equals(BEDROCK)) {
            return null;
        }
        String profile = profile(lastOfPath(model));
        return profile.isEmpty() ? null : profile.substring(0, profile.length() - 1);
    }

    /**
     * The model that this one is a frozen version of ({@code -001}, {@code -2026-09-22}, {@code -20260922}, on Bedrock also
     * {@code -20260922-v1:0}, on Vertex AI {@code @20260922}); null if it is none.
     */
    static @Nullable String withoutVersion(String provider, String model) {
        if (provider.equals(VERTEX) && model.indexOf('@') > 0) {
            return model.substring(0, model.indexOf('@'));
        }
        String revised = provider.equals(BEDROCK) ? without(REVISIONS, model) : null;
        String dated = without(VERSIONS, revised == null ? model : revised);
        return dated == null ? revised : dated;
    }

    private static @Nullable String without(String[] forms, String model) {
        for (String form : forms) {
            if (endsWith(model, form)) {
                return model.substring(0, model.length() - form.length());
            }
        }
        return null;
    }

    /** Whether the name ends like this, where {@code d} stands for a digit, with something before it. */
    private static boolean endsWith(String model, String form) {
        int offset = model.length() - form.length();
        if (offset <= 0) {
            return false;
        }
        for (int i = 0; i < form.length(); i++) {
            char c = model.charAt(offset + i);
            if (form.charAt(i) == 'd' ? c < '0' || c > '9' : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
