/*
 * Copyright 2026 The Breakwater Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.breakwater.cost.ledger;

import dev.breakwater.cost.usage.Modality;
import dev.breakwater.cost.usage.TokenUsage;
import dev.breakwater.cost.usage.TokenUsage.Quality;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The members of a line's usage. */
final class UsageFields {
    private static final Words<Quality> QUALITIES = new Words<>(Quality.values());
    private static final Words<Modality> MODALITIES = new Words<>(Modality.values());

    private UsageFields() {}

    static TokenUsage read(JsonParser parser) {
        TokenUsage.Builder usage = TokenUsage.builder();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                number(usage, name, parser.getLongValue());
            } else if (value == JsonToken.VALUE_STRING) {
                text(usage, name, parser.getString());
            } else if (name.equals("modalities") && value == JsonToken.START_ARRAY) {
                modalities(usage, parser);
            } else {
                parser.skipChildren();
            }
        }
        return usage.build();
    }

    private static void number(TokenUsage.Builder usage, String name, long value) {
        TokenNames.Name tokens = TokenNames.find(name);
        if (tokens != null) {
            usage.tokens(tokens.tokenClass(), tokens.modality(), value);
        } else if (name.equals("searches")) {
            usage.webSearches(value);
        } else if (name.equals("tools")) {
            usage.toolCalls(value);
        } else if (name.equals("reported")) {
            usage.reportedNanoUsd(value);
        }
    }

    private static void text(TokenUsage.Builder usage, String name, String value) {
        switch (name) {
            case "quality" -> usage.quality(QUALITIES.get(value));
            case "tier" -> usage.serviceTier(value);
            case "speed" -> usage.speed(value);
            case "region" -> usage.region(value);
            case "model" -> usage.responseModel(value);
            case "answer" -> usage.responseId(value);
            default -> {}
        }
    }

    private static void modalities(TokenUsage.Builder usage, JsonParser parser) {
        while (parser.nextToken() == JsonToken.VALUE_STRING) {
            usage.modality(MODALITIES.get(parser.getString()));
        }
    }
}
