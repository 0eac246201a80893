/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost;

import dev.breakwater.cost.TokenUsage.Modality;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the JSON answers of Gemini's {@code generateContent}: one object with {@code usageMetadata}, {@code modelVersion}
 * and {@code responseId} at its top level. The same names deeper inside, or inside a text, mean nothing.
 *
 * <p>The answer is walked token by token and never held: a text in it is skipped without being decoded, nesting ends at
 * depth 64, and what must be kept is at most 64 KiB. Not for streamed answers. Safe for use by many threads.
 */
public final class GeminiUsageParser implements UsageParser {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_KEPT = 64 * 1024;
    private static final int MAX_NAME = 256;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // Names come from the network: interning them would keep them for ever.
            .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_KEPT)
                    .maxNameLength(MAX_KEPT)
                    .build())
            .build();

    @Override
    public TokenUsage parse(byte[] body) {
        GeminiCounts counts = new GeminiCounts();
        if (body.length > 0) {
            read(body, counts);
        }
        return counts.toUsage();
    }

    private static void read(byte[] body, GeminiCounts counts) {
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), body)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                counts.malformed();
                return;
            }
            readAnswer(json, counts);
            if (json.nextToken() != null) {
                counts.malformed();
            }
        } catch (JacksonException notJson) {
            // Deliberately not logged: its message quotes the answer.
            counts.malformed();
        }
    }

    private static void readAnswer(JsonParser json, GeminiCounts counts) {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "usageMetadata" -> readUsage(json, value, counts);
                case "modelVersion" -> counts.model = shortText(json, value);
                case "responseId" -> counts.id = shortText(json, value);
                default -> json.skipChildren();
            }
        }
    }

    private static void readUsage(JsonParser json, JsonToken value, GeminiCounts counts) {
        if (value != JsonToken.START_OBJECT) {
            counts.malformed();
            json.skipChildren();
            return;
        }
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            readMember(json, name, json.nextToken(), counts);
        }
    }

    private static void readMember(JsonParser json, String name, JsonToken value, GeminiCounts counts) {
        switch (name) {
            case "promptTokenCount" -> counts.prompt = count(json, value, counts);
            case "cachedContentTokenCount" -> counts.cached = count(json, value, counts);
            case "candidatesTokenCount" -> counts.candidates = count(json, value, counts);
            case "thoughtsTokenCount" -> counts.thoughts = count(json, value, counts);
            case "toolUsePromptTokenCount" -> counts.toolUse = count(json, value, counts);
            case "totalTokenCount" -> counts.total = count(json, value, counts);
            case "promptTokensDetails", "cacheTokensDetails", "candidatesTokensDetails", "toolUsePromptTokensDetails" ->
                readDetails(json, value, counts);
            case "trafficType", "serviceTier" -> counts.tier(shortText(json, value));
            default -> json.skipChildren();
        }
    }

    /** A count: a whole number from 0 to 2^53, the range in which every JSON reader agrees (RFC 8259 section 6). */
    private static long count(JsonParser json, JsonToken value, GeminiCounts counts) {
        if (value == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long count = json.getLongValue();
            if (count >= 0 && count <= GeminiCounts.MAX_COUNT) {
                return count;
            }
        }
        json.skipChildren();
        counts.malformed();
        return GeminiCounts.MISSING;
    }

    private static void readDetails(JsonParser json, JsonToken value, GeminiCounts counts) {
        if (value != JsonToken.START_ARRAY) {
            json.skipChildren();
            counts.malformed();
            return;
        }
        for (JsonToken element = json.nextToken(); element != JsonToken.END_ARRAY; element = json.nextToken()) {
            if (element == JsonToken.START_OBJECT) {
                readDetail(json, counts);
            } else {
                json.skipChildren();
                counts.malformed();
            }
        }
    }

    private static void readDetail(JsonParser json, GeminiCounts counts) {
        String modality = null;
        long tokens = 0;
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case "modality" -> modality = shortText(json, value);
                case "tokenCount" -> tokens = count(json, value, counts);
                default -> json.skipChildren();
            }
        }
        if (tokens > 0) {
            counts.modalities.add(modality(modality));
        }
    }

    private static Modality modality(@Nullable String name) {
        return switch (name == null ? "" : name.toUpperCase(Locale.ROOT)) {
            case "TEXT" -> Modality.TEXT;
            case "AUDIO" -> Modality.AUDIO;
            case "IMAGE", "DOCUMENT" -> Modality.IMAGE;
            case "VIDEO" -> Modality.VIDEO;
            default -> Modality.OTHER;
        };
    }

    /** A text that is a name; null if it is none or too long to be one. */
    private static @Nullable String shortText(JsonParser json, JsonToken value) {
        if (value != JsonToken.VALUE_STRING) {
            json.skipChildren();
            return null;
        }
        int length = json.getStringLength();
        return length == 0 || length > MAX_NAME ? null : json.getString();
    }
}
